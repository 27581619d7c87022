# SPDX-License-Identifier: Apache-2.0
# Net::LDAP. Takes host, port, port for ldaps, file of the authority, DN whose password it changes,
# base, alice's name to log in, how passwords change.
use strict;
use warnings;
use Encode "encode";
use Net::LDAP;
use Net::LDAP::Control::Paged;
use Net::LDAP::Extension::SetPassword;

my ($host, $port, $ldaps_port, $authority, $changer, $base, $login, $way) = @ARGV;
my $alice = "cn=alice,ou=people,$base";

sub plain { Net::LDAP->new("ldap://$host:$port") or die $@ }
sub ldaps { Net::LDAP->new("ldaps://$host:$ldaps_port", verify => "require", cafile => $authority) or die $@ }
sub code { my ($client, $dn, $password) = @_; $client->bind($dn, password => $password)->code }
sub bound { my $client = plain(); code($client, $alice, "right") == 0 or die "bind"; $client }
sub unicode { encode("UTF-16LE", "\"$_[0]\"") }
sub yes { $_[0] ? "yes" : "no" }

my @stories = (
  login => sub { yes(code(plain(), $login, "right") == 0) },
  wrong_password => sub { code(plain(), $login, "wrong") },
  groups => sub {
    my $found = bound()->search(base => "ou=groups,$base", filter => "(member=$alice)", attrs => ["cn"]);
    join " ", sort map { $_->get_value("cn") } $found->entries;
  },
  encryption => sub {
    my $client = plain();
    $client->start_tls(verify => "require", cafile => $authority)->code and return "no";
    yes(code($client, $alice, "right") == 0 && code(ldaps(), $alice, "right") == 0);
  },
  paging => sub {
    my ($client, $page, $found, $pages) = (bound(), Net::LDAP::Control::Paged->new(size => 4), 0, 0);
    while (1) {
      my $result = $client->search(base => "ou=people,$base", filter => "(sn=*)", attrs => ["sn"], control => [$page]);
      $result->code and die $result->error;
      $found += $result->count;
      $pages++;
      my ($answer) = $result->control("1.2.840.113556.1.4.319") or last;
      length $answer->cookie or last; # "0" is a cookie
      $page->cookie($answer->cookie);
    }
    "$found in $pages";
  },
  root_dse => sub {
    my $root = plain()->root_dse(attrs => ["namingContexts", "supportedLDAPVersion"]);
    yes((grep { $_ eq $base } $root->get_value("namingContexts")) && $root->supported_version(3));
  },
  schema => sub { my $schema = bound()->schema; yes($schema && $schema->objectclass("inetOrgPerson")) },
  password_change => sub {
    my $client = ldaps();
    code($client, $changer, "right") == 0 or die "bind";
    if ($way eq "unicodePwd") {
      my $changed = $client->modify($changer, changes => [delete => [$way => unicode("right")], add => [$way => unicode("changed")]]);
      return yes($changed->code == 0 && code(plain(), $changer, "changed") == 0);
    }
    my $result = $client->set_password(user => $changer, oldpasswd => "right", newpasswd => "changed");
    yes($result->code == 0 && code(plain(), $changer, "changed") == 0 && code(plain(), $changer, "right") == 49);
  },
);
while (my ($name, $story) = splice @stories, 0, 2) {
  my $outcome = eval { $story->() } // $@;
  $outcome =~ s/\n/ /g;
  print "$name=$outcome\n";
}
