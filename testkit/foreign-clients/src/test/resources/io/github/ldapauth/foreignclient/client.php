<?php
// SPDX-License-Identifier: Apache-2.0
// php-ldap. Takes host, port, port for ldaps, file of the authority, DN whose password it changes,
// base, alice's name to log in, how passwords change.
[, $host, $port, $ldapsPort, $authority, $changer, $base, $login, $way] = $argv;
$alice = "cn=alice,ou=people,$base";
$plain = "ldap://$host:$port";
$ldaps = "ldaps://$host:$ldapsPort";
ldap_set_option(null, LDAP_OPT_X_TLS_CACERTFILE, $authority);
error_reporting(E_ERROR);

function connection($url) {
  $client = ldap_connect($url);
  ldap_set_option($client, LDAP_OPT_PROTOCOL_VERSION, 3);
  return $client;
}

function bound($url, $dn, $password) {
  $client = connection($url);
  return @ldap_bind($client, $dn, $password) ? $client : null;
}

function unicode($password) {
  return implode("\0", str_split("\"$password\"")) . "\0";
}

$stories = [
  "login" => fn() => bound($plain, $login, "right") ? "yes" : "no",
  "wrong_password" => function () use ($plain, $login) {
    $client = connection($plain);
    @ldap_bind($client, $login, "wrong");
    return ldap_errno($client);
  },
  "groups" => function () use ($plain, $alice, $base) {
    $client = bound($plain, $alice, "right");
    $found = ldap_get_entries($client, ldap_search($client, "ou=groups,$base", "(member=$alice)", ["cn"]));
    unset($found["count"]);
    $names = array_map(fn($entry) => $entry["cn"][0], $found);
    sort($names);
    return implode(" ", $names);
  },
  "encryption" => function () use ($plain, $ldaps, $alice) {
    $client = connection($plain);
    return ldap_start_tls($client) && ldap_bind($client, $alice, "right") && bound($ldaps, $alice, "right") ? "yes" : "no";
  },
  "paging" => function () use ($plain, $alice, $base) {
    $client = bound($plain, $alice, "right");
    $cookie = "";
    $found = $pages = 0;
    do {
      $control = ["oid" => LDAP_CONTROL_PAGEDRESULTS, "value" => ["size" => 4, "cookie" => $cookie]];
      $result = ldap_search($client, "ou=people,$base", "(sn=*)", ["sn"], 0, 0, 0, LDAP_DEREF_NEVER, [$control]);
      ldap_parse_result($client, $result, $code, $matched, $text, $referrals, $controls);
      $found += ldap_count_entries($client, $result);
      $pages++;
      $cookie = $controls[LDAP_CONTROL_PAGEDRESULTS]["value"]["cookie"] ?? "";
    } while ($cookie !== "");
    return "$found in $pages";
  },
  "root_dse" => function () use ($plain, $base) {
    $client = connection($plain);
    $entry = ldap_get_entries($client, ldap_read($client, "", "(objectClass=*)", ["namingContexts", "supportedLDAPVersion"]))[0];
    return in_array($base, $entry["namingcontexts"]) && in_array("3", $entry["supportedldapversion"]) ? "yes" : "no";
  },
  "schema" => function () use ($plain, $alice) {
    $client = bound($plain, $alice, "right");
    $where = ldap_get_entries($client, ldap_read($client, $alice, "(objectClass=*)", ["subschemaSubentry"]))[0]["subschemasubentry"][0];
    $schema = ldap_get_entries($client, ldap_read($client, $where, "(objectClass=subschema)", ["objectClasses"]))[0];
    return preg_grep("/'inetOrgPerson'/", $schema["objectclasses"] ?? []) ? "yes" : "no";
  },
  "password_change" => function () use ($plain, $ldaps, $changer, $way) {
    $client = bound($ldaps, $changer, "right");
    if ($way === "unicodePwd") {
      $changed = ldap_modify_batch($client, $changer, [
        ["attrib" => $way, "modtype" => LDAP_MODIFY_BATCH_REMOVE, "values" => [unicode("right")]],
        ["attrib" => $way, "modtype" => LDAP_MODIFY_BATCH_ADD, "values" => [unicode("changed")]],
      ]);
      return $changed && bound($plain, $changer, "changed") ? "yes" : "no";
    }
    $changed = ldap_exop_passwd($client, $changer, "right", "changed");
    return $changed && bound($plain, $changer, "changed") && !bound($plain, $changer, "right") ? "yes" : "no";
  },
];
foreach ($stories as $name => $story) {
  try {
    $outcome = $story();
  } catch (Throwable $e) {
    $outcome = str_replace("\n", " ", (string) $e);
  }
  echo "$name=$outcome\n";
}
