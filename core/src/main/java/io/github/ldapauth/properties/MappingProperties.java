// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.role.RoleMapping;
import io.github.ldapauth.role.RoleMappingBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attributes, flags and roles of an application, from the settings that {@link
 * LdapAuthProperties} reads. The application chooses the names in the keys.
 *
 * <pre>{@code
 * # the attribute for each field
 * ldap.attribute.first-name = givenName
 * # the group query for each flag, as for GroupQuery.parse
 * ldap.flag.staff = cn=staff,ou=groups,dc=example,dc=com
 * # the group query for each role
 * ldap.role.ADMIN = cn=admins,ou=groups,dc=example,dc=com
 * }</pre>
 */
public final class MappingProperties {

  private final TextSettings settings;
  private final List<NamedSetting> attributes;
  private final List<NamedSetting> flags;
  private final List<NamedSetting> roles;

  private MappingProperties(TextSettings settings) {
    this.settings = settings;
    this.attributes = settings.takeNamed(SettingsReader.ATTRIBUTE);
    this.flags = settings.takeNamed(SettingsReader.FLAG);
    this.roles = settings.takeNamed(SettingsReader.ROLE);
  }

  /**
   * Reads the settings. See {@link LdapAuthProperties#read(Map, String)} for keys and prefix; that
   * method reports unusable values of these keys too.
   */
  public static MappingProperties read(
      Map<String, ? extends @Nullable String> settings, String prefix) {
    return new MappingProperties(new TextSettings(settings, prefix));
  }

  /** See {@link #read(Map, String)}. */
  public static MappingProperties read(Properties settings, String prefix) {
    return read(LdapAuthProperties.texts(settings), prefix);
  }

  /**
   * Returns the attribute with this name in its key.
   *
   * @throws InvalidConfigException with the key, if there is none, or the value is no attribute
   */
  public String attribute(String name) {
    Text text = require(SettingsReader.ATTRIBUTE, attributes, name);
    return parsed(ParsedSetting.attribute(text.key(), text.value()));
  }

  /**
   * Returns the query of the flag with this name in its key.
   *
   * @throws InvalidConfigException with the key, if there is none, or the value is no query
   */
  public GroupQuery flag(String name) {
    return query(require(SettingsReader.FLAG, flags, name));
  }

  /** Returns whether the settings give any role. */
  public boolean hasRoles() {
    return !roles.isEmpty();
  }

  /**
   * Returns the roles of the application.
   *
   * @param config the configuration that finds the groups, read from the same settings
   * @param role returns the role for a name, such as {@code Role::valueOf}; throws {@link
   *     IllegalArgumentException} if there is none
   * @throws InvalidConfigException with all mistakes, each with its key
   */
  public <R> RoleMapping<R> roles(LdapAuthConfig config, Function<String, R> role) {
    GroupLookup groups = config.groups().orElse(null);
    List<String> mistakes = new ArrayList<>(settings.others().mistakes());
    RoleMappingBuilder<R> mapping = RoleMapping.builder(config);
    for (NamedSetting named : roles) {
      String key = named.text().key();
      try {
        GroupQuery query = query(named.text());
        mistakes.addAll(query.mistakes(key, groups));
        mapping.role(query, role.apply(named.name()));
      } catch (InvalidConfigException e) {
        mistakes.addAll(e.mistakes());
      } catch (IllegalArgumentException e) {
        mistakes.add(key + ": there is no role " + named.name() + " (" + e.getMessage() + ")");
      }
    }
    if (roles.isEmpty()) {
      mistakes.add(settings.keyOf(SettingsReader.ROLE) + ".<name>: is missing");
    }
    if (!mistakes.isEmpty()) {
      throw new InvalidConfigException(new SettingNames(settings).inMistakes(mistakes));
    }
    return mapping.build();
  }

  private Text require(String word, List<NamedSetting> all, String name) {
    return all.stream()
        .filter(named -> named.isNamed(name))
        .map(NamedSetting::text)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConfigException(
                    List.of(settings.keyOf(word + "." + name) + ": is missing")));
  }

  private static GroupQuery query(Text text) {
    return parsed(ParsedSetting.parse(text.key(), text.value(), GroupQuery::parse));
  }

  private static <T> T parsed(ParsedSetting<T> setting) {
    setting
        .mistake()
        .ifPresent(
            mistake -> {
              throw new InvalidConfigException(List.of(mistake));
            });
    return setting.get();
  }
}
