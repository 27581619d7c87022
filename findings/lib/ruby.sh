# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside this folder, after another file of this one: unpacks Ruby's net-ldap below $work.
net_ldap=0.17.0-1 ruby=3.1.2 # Debian 12
mkdir "$work/ruby"
(cd "$work/ruby" && apt-get download -qq "ruby-net-ldap=$net_ldap" ruby3.1 libruby3.1 ruby-ruby2-keywords libyaml-0-2 2>/dev/null &&
  for deb in ./*.deb; do dpkg -x "$deb" .; done)

# ruby FILE ARGUMENT...: runs a file.
ruby() {
  local lib
  lib=$(echo "$work"/ruby/usr/lib/*-linux-gnu)
  LD_LIBRARY_PATH="$lib" RUBYLIB="$work/ruby/usr/lib/ruby/vendor_ruby:$work/ruby/usr/lib/ruby/3.1.0:$(echo "$lib"/ruby/3.1.0)" LC_ALL=C.UTF-8 \
    "$work/ruby/usr/bin/ruby3.1" --disable-gems "$@"
}
[ "$(ruby -e 'puts RUBY_VERSION')" = "$ruby" ] || { echo "needs Ruby $ruby" >&2; exit 2; }
