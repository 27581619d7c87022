// SPDX-License-Identifier: Apache-2.0

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * Fails the build if the POM of a dependency, or a parent of that POM, adds a repository. Maven would ask that
 * repository for files, and nothing in this project's own POMs would say so.
 */
final class ForeignRepositories {

  /** Maven asks a repository without releases for snapshots only, and there are none here. */
  private static final String WITH_RELEASES = "repositories/repository[not(normalize-space(releases/enabled)='false')]/url";

  /** The profile of a dependency is active only by an activation of its own: -P does not reach it. */
  private static final String ACTIVATED = "profiles/profile[activation/*[not(self::activeByDefault[normalize-space()='false'])]]";

  private static final String REPOSITORIES = "/project/" + WITH_RELEASES + " | /project/" + ACTIVATED + "/" + WITH_RELEASES;

  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  /** Takes the local repository and the class path of a module. */
  public static void main(String[] args) throws Exception {
    Path local = Path.of(args[0]);
    List<String> found = new ArrayList<>();
    for (String entry : Arrays.asList(args[1].split(File.pathSeparator))) {
      Path jar = Path.of(entry);
      if (jar.startsWith(local)) {
        Path version = jar.getParent();
        String artifact = version.getParent().getFileName().toString();
        collect(local, version.resolve(artifact + "-" + version.getFileName() + ".pom"), jar, found);
      }
    }
    if (!found.isEmpty()) {
      System.err.println("Dependencies whose POMs add repositories:\n" + String.join("\n", found));
      System.exit(1);
    }
  }

  private static void collect(Path local, Path pom, Path jar, List<String> found) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Document document = factory.newDocumentBuilder().parse(pom.toFile());
    NodeList urls = (NodeList) XPATH.evaluate(REPOSITORIES, document, XPathConstants.NODESET);
    for (int i = 0; i < urls.getLength(); i++) {
      String url = urls.item(i).getTextContent().trim();
      found.add(jar.getFileName() + ": " + url + " in " + pom.getFileName());
    }
    String parent = XPATH.evaluate("/project/parent/artifactId", document);
    if (!parent.isEmpty()) {
      String group = XPATH.evaluate("/project/parent/groupId", document).trim();
      String version = XPATH.evaluate("/project/parent/version", document).trim();
      Path folder = local.resolve(group.replace('.', '/')).resolve(parent.trim()).resolve(version);
      collect(local, folder.resolve(parent.trim() + "-" + version + ".pom"), jar, found);
    }
  }
}
