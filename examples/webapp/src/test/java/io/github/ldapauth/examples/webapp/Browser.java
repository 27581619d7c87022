// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium with a profile of its own. */
final class Browser implements AutoCloseable {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of(System.getProperty("screenshots", "target"));

  private final Path profile;
  private final ChromeDriver driver;

  private Browser() throws IOException {
    profile = Files.createTempDirectory("ldapauth-chromium");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        "--user-data-dir=" + profile);
    System.setProperty("webdriver.chrome.driver", DRIVER.toString()); // or Selenium fetches one
    driver = new ChromeDriver(options);
    driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(1));
    driver.manage().window().setSize(new Dimension(880, 800));
  }

  /** Starts Chromium, or skips the calling test if it is not installed. */
  static Browser start() {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "no Chromium is installed (Debian packages chromium and chromium-driver): test skipped");
    try {
      return new Browser();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void open(String url) {
    driver.get(url);
  }

  void forgetCookies() {
    driver.manage().deleteAllCookies();
  }

  /** Types into the field of this id. */
  void type(String id, String text) {
    WebElement field = driver.findElement(By.id(id));
    field.clear();
    field.sendKeys(text);
  }

  /** Presses the button of this id, and waits for the next page. */
  void press(String id) {
    driver.executeScript("window.isOld = true");
    driver.findElement(By.id(id)).click();
    // ChromeDriver fails in several ways while one page replaces the other.
    new WebDriverWait(driver, Duration.ofMinutes(1))
        .ignoring(WebDriverException.class)
        .until(
            waiting ->
                Boolean.TRUE.equals(
                    driver.executeScript(
                        "return !window.isOld && document.readyState === 'complete'")));
  }

  /** Returns the text of the element of this id. */
  String text(String id) {
    return driver.findElement(By.id(id)).getText();
  }

  String heading() {
    return driver.findElement(By.tagName("h1")).getText();
  }

  /** Returns the id of the element that has the focus. */
  String focus() {
    return driver.switchTo().activeElement().getDomAttribute("id");
  }

  /** Returns the natural width of the first picture of this class; 0 if it could not be shown. */
  long widthOfPicture(String cssClass) {
    Object width =
        driver.executeScript(
            "return document.querySelector('img.' + arguments[0]).naturalWidth", cssClass);
    return (Long) width;
  }

  /** Returns what the browser would not do, such as load a style that the page forbids. */
  String complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> !entry.getMessage().contains("the server responded with a status of"))
        .toList()
        .toString();
  }

  /** Saves a picture of the page for the README. */
  void photograph(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the browser and deletes its profile. */
  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
