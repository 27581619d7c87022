// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static final String[] ODD = {
    "*", "a*", "*)(uid=admin", "admin)(&)", "\\2a", "a\\00b", ")", "\\", "{username}", "admin,ou=x",
    "a+uid=admin", " a", "a ", "#a", "a\"b", "a;b", "a=b", "a\u0000", "dreßler", "<>"
  };

  @Test
  void aUserNameIsOnlyEverTheValueOfAFilter() throws Exception {
    FilterTemplate template = FilterTemplate.parse("(&(objectClass=person)(uid={username}))");
    for (String name : ODD) {
      Filter filter = Filter.create(template.with(name).toString());

      assertThat(filter.getComponents()).hasSize(2);
      assertThat(filter.getComponents()[1].getFilterType()).isEqualTo(Filter.FILTER_TYPE_EQUALITY);
      assertThat(filter.getComponents()[1].getAssertionValue()).isEqualTo(name);
    }
  }

  @Test
  void aUserNameIsOnlyEverTheValueOfAnRdn() throws Exception {
    DnTemplate template = DnTemplate.parse("uid={username},ou=people,dc=x");
    for (String name : ODD) {
      DN dn = new DN(template.with(name).toString());

      assertThat(dn.getRDNs()).hasSize(3);
      assertThat(dn.getRDN().getAttributeValues()).containsExactly(name);
      assertThat(dn.getParentString()).isEqualTo("ou=people,dc=x");
    }
  }

  @Test
  void textAroundThePlaceholderStays() {
    assertThat(FilterTemplate.parse("(mail={username}@x.org)").with("al*"))
        .hasToString("(mail=al\\2a@x.org)");
    assertThat(DnTemplate.parse("cn=u-{username}+ou=a,dc=x").with("al,ice"))
        .isEqualTo(Dn.parse("ou=a+cn=u-al\\,ice,dc=x"));
  }

  @Test
  void alternativesAndExtensibleMatchesAreFilledToo() {
    FilterTemplate template =
        FilterTemplate.parse("(|(uid={username})(cn:caseExactMatch:={username})(!(uid=x*y)))");

    assertThat(template.with("a(b"))
        .hasToString("(|(uid=a\\28b)(cn:caseExactMatch:=a\\28b)(!(uid=x*y)))");
    assertThat(template.attributes()).containsExactlyInAnyOrder("uid", "cn");
  }

  @Test
  void bytesElsewhereInTheFilterStayAsTheyAre() {
    FilterTemplate template = FilterTemplate.parse("(&(uid={username})(objectGUID=\\ff\\2a\\01))");

    assertThat(template.with("a").toString()).contains("(objectGUID=\\ff\\2a\\01)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uid=*)(cn", "u id", "", "1uid", "uid;", "üid", "1.2.", "uid\u0000"})
  void textThatIsNotAnAttributeDescriptionIsRejected(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> LdapFilter.equal(name, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"uid", "cn;lang-fr", "2.5.4.3", "userCertificate;binary", "x-1"})
  void attributeDescriptionsAreTaken(String name) {
    assertThat(LdapFilter.equal(name, "*")).hasToString("(" + name + "=\\2a)");
  }

  @Test
  void twoWaysOfWritingAFilterAreOneFilter() {
    assertThat(LdapFilter.equal("uid", "a*"))
        .isEqualTo(LdapFilter.parse("(UID=a\\2a)"))
        .hasSameHashCodeAs(LdapFilter.parse("(UID=a\\2a)"))
        .isNotEqualTo(LdapFilter.parse("(uid=a*)"));
  }
}
