package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.dashboard.config.DashboardConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page's review in a real browser, of a service that labels resumes with a model. */
class ReviewPageTest extends PageTest {

    @BeforeAll
    static void sendWhatIsShown() throws Exception {
        for (int i = 0; i < 10; i++) {
            service.send("review-" + i, WatchedStream.DATA_SKILLS + " " + i);
        }
    }

    @BeforeEach
    void awaitFirstQuestion() {
        awaitQuestion();
    }

    @Test
    void shouldSendAnAnswerAndTakeAnotherBackByKeys() throws Exception {
        awaitQuestion();
        String asked = browser.text("#review-body .meta b");
        assertThat(browser.count("#review-form input[type=radio]:checked"))
                .as("preselected")
                .isZero();
        browser.script("document.getElementById('review').scrollIntoView({ behavior: 'instant' })");
        press(Keys.ENTER);
        assertThat(browser.text(".pending")).isEqualTo("Choose a role first.");
        press("9");
        String role = browser.script("return document.querySelector('#review-form :checked').value");
        assertThat(role).isNotEmpty();
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER, "u"); // before it is sent
        browser.await(
                "it is asked again", () -> browser.text("#review-body .meta b").equals(asked));
        assertThat(browser.text(".pending")).doesNotContain(role);
        browser.screenshot("review");
        press("s");
        browser.await(
                "it is skipped", () -> !browser.text("#review-body .meta b").equals(asked));
        press("u", "1", Keys.ENTER);

        PageClient page = new PageClient(dashboard.url());
        String first = page.json("api/session").path("roles").path(0).asText();
        await().atMost(PATIENCE).untilAsserted(() -> {
            var label = page.json("api/label?id=" + PageClient.encoded(asked))
                    .path("labels")
                    .path(0);
            assertThat(label.path("decidedBy").asText()).isEqualTo("HUMAN");
            assertThat(label.path("role").asText()).isEqualTo(first);
        });
        browser.await(
                "the progress is told", () -> browser.text("#review-progress").contains("left"));
    }

    @Test
    void shouldHideVotesUntilAskedForThemAndFindARole() {
        awaitQuestion();
        assertThat(browser.text("#review-body")).doesNotContain("was labelled").contains("warehouses with Hadoop");
        browser.click("#review-votes");
        assertThat(browser.text("#review-body")).contains("was labelled", "model 1.00");
        assertThat(browser.count("#review-body .question mark")).isPositive();

        browser.find("#review-filter").sendKeys("tunes SQL", Keys.ENTER);

        assertThat(browser.script("return document.querySelector('#review-form :checked').value"))
                .isEqualTo("Database Developer");
    }

    @Test
    void shouldShowGuidelinesAndTheWholeTextWhereAllowed(@TempDir Path directory) throws Exception {
        Path guidelines = Files.writeString(
                directory.resolve("guidelines.md"),
                "# When in doubt\n\nSkip. See [more](https://example.org/) <script>document.title='owned'</script>");
        try (Dashboard helpful = service.dashboard(Map.of(
                DashboardConfig.SHOW_TEXT, "true",
                DashboardConfig.REVIEW_FULL_TEXT, "true",
                DashboardConfig.REVIEW_GUIDELINES, guidelines.toString()))) {
            browser.driver().get(helpful.url());
            awaitQuestion();
            browser.click("#review-guidelines summary");
            assertThat(browser.text(".guidelines h3")).isEqualTo("When in doubt");
            assertThat(browser.text(".guidelines")).contains("<script>");
            assertThat(browser.attribute(".guidelines a", "rel")).isEqualTo("noopener noreferrer");

            browser.click("#review-whole");

            browser.await("the whole text is shown", () -> browser.count("#review-whole") == 0);
            assertThat(browser.text("#review-body .resume")).isNotEmpty();
            browser.driver().get("about:blank"); // before its server is gone
        }
    }

    private static void awaitQuestion() {
        browser.await(
                "a question is asked",
                () -> browser.count("#review-body .meta b") > 0
                        && browser.find("#review-form").isDisplayed());
    }

    private static void press(CharSequence... keys) {
        for (CharSequence key : keys) {
            browser.driver().switchTo().activeElement().sendKeys(key);
        }
    }
}
