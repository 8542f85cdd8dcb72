package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** One label and two versions in a real browser, as {@link DashboardPageTest} shows the rest. */
class LookUpPageTest extends PageTest {

    @Test
    void shouldShowVersionsAsRowsAndTwoSideBySide() throws Exception {
        browser.await("the versions are there", () -> browser.count(".versions > tbody > tr:not(.more)") == 2);
        assertThat(browser.text("#models-table tbody tr"))
                .contains(WatchedStream.VERSION, "champion", "0.70", "0.61 to 0.79", "80.0 %", "74.1 % to 86.2 %")
                .contains("people, doubtful texts", "214 texts", "passed (weakly)");
        assertThat(browser.text("#models-table")).doesNotContain("People labelled no items");

        browser.find("#models-table summary").sendKeys(Keys.ENTER);

        browser.await(
                "reasons unfold",
                () -> browser.text("#models-table").contains("People labelled no items drawn at random."));
        assertThat(browser.text("#models-table .more")).contains("rules alone", "doubtful");
        browser.find("#pick-" + WatchedStream.VERSION).sendKeys(Keys.SPACE);
        browser.find("#pick-" + WatchedStream.FORMER).sendKeys(Keys.SPACE);
        browser.await(
                "both stand side by side", () -> browser.text("#models-compare").contains("F1 by role"));
        assertThat(browser.text("#models-compare"))
                .contains("Both on the same 214 texts.", WatchedStream.VERSION + " is better.", "+0.30")
                .contains("No resume seen by this dashboard has answers of both versions.");
        assertThat(PageChecks.wider(browser)).isEmpty();
        browser.screenshot("versions");
        browser.show(PHONE, 844, true);
        assertThat(PageChecks.wider(browser)).isEmpty();
        browser.screenshot("versions-phone");
    }

    @Test
    void shouldShowAllOfALabelAndOfferIds() throws Exception {
        service.send("look-up-me", WatchedStream.DATA_SKILLS);
        browser.type("#lookup-id", "look-up-m");
        browser.await("ids are offered", () -> {
            browser.script("document.getElementById('lookup-id').dispatchEvent(new Event('input'))");
            return browser.count("#lookup-ids option[value='look-up-me']") == 1;
        });
        browser.type("#lookup-id", "look-up-me");
        browser.await("it is explained", () -> {
            browser.click("#lookup-form button");
            return browser.text("#lookup-result").contains("Why");
        });

        assertThat(browser.text("#lookup-result"))
                .contains("The rules vote for Data Engineer", "the model votes for " + WatchedStream.MODEL_SAYS)
                .contains("airflow", "Together", "Origin and versions");
        browser.find("#lookup-result .folds summary").sendKeys(Keys.ENTER);
        browser.await("the origin unfolds", () -> browser.text("#lookup-result").contains("Content hash"));
        assertThat(browser.text("#lookup-result")).contains("labelled-roles, partition", WatchedStream.VERSION);
        assertThat(PageChecks.wider(browser)).isEmpty();
        browser.screenshot("look-up");
        browser.show(PHONE, 844, true);
        assertThat(PageChecks.wider(browser)).isEmpty();
        browser.screenshot("look-up-phone");
    }
}
