# SPDX-License-Identifier: Apache-2.0
# Net::LDAP. Takes host, port, port for ldaps, file of the authority, DN whose password it changes.
use strict;
use warnings;
use Net::LDAP;
use Net::LDAP::Control::Paged;
use Net::LDAP::Extension::SetPassword;

my ($host, $port, $ldaps_port, $authority, $changer) = @ARGV;
my $base = "dc=example,dc=com";
my $alice = "uid=alice,ou=people,$base";

sub plain { Net::LDAP->new("ldap://$host:$port") or die $@ }
sub ldaps { Net::LDAP->new("ldaps://$host:$ldaps_port", verify => "require", cafile => $authority) or die $@ }
sub code { my ($client, $dn, $password) = @_; $client->bind($dn, password => $password)->code }
sub bound { my $client = plain(); code($client, $alice, "right") == 0 or die "bind"; $client }
sub yes { $_[0] ? "yes" : "no" }

my @stories = (
  login => sub { yes(code(plain(), $alice, "right") == 0) },
  wrong_password => sub { code(plain(), $alice, "wrong") },
  groups => sub {
    my $found = bound()->search(base => $base, filter => "(member=$alice)", attrs => ["cn"]);
    join " ", sort map { $_->get_value("cn") } $found->entries;
  },
  encryption => sub {
    my $client = plain();
    $client->start_tls(verify => "require", cafile => $authority)->code and return "no";
    yes(code($client, $alice, "right") == 0 && code(ldaps(), $alice, "right") == 0);
  },
  paging => sub {
    my ($client, $page, $found, $pages) = (bound(), Net::LDAP::Control::Paged->new(size => 5), 0, 0);
    while (1) {
      my $result = $client->search(base => $base, filter => "(uid=*)", attrs => ["uid"], control => [$page]);
      $result->code and die $result->error;
      $found += $result->count;
      $pages++;
      my ($answer) = $result->control("1.2.840.113556.1.4.319") or last;
      $page->cookie($answer->cookie or last);
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
    my $result = $client->set_password(user => $changer, oldpasswd => "right", newpasswd => "changed");
    yes($result->code == 0 && code(plain(), $changer, "changed") == 0 && code(plain(), $changer, "right") == 49);
  },
);
while (my ($name, $story) = splice @stories, 0, 2) {
  my $outcome = eval { $story->() } // $@;
  $outcome =~ s/\n/ /g;
  print "$name=$outcome\n";
}
