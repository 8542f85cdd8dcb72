package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The page in a real browser, of a service that labels resumes with a model. Screenshots are kept in
 * {@code target/screenshots}.
 */
class DashboardPageTest extends PageTest {
    private static final String HOSTILE =
            "Java</bdi></p><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> \u202eevil "
                    + "python, zero\u200bwidth, " + "spark".repeat(300);

    @BeforeAll
    static void sendWhatIsShown() throws Exception {
        for (int i = 0; i < 30; i++) {
            service.send("page-" + i, i % 3 == 0 ? WatchedStream.DATA_SKILLS : "React, TypeScript, Redux, CSS " + i);
        }
        service.sendBytes("page-broken", new byte[] {1, 2, 3});
    }

    @Test
    void shouldShowFiguresThatMove() throws Exception {
        browser.await("labels are counted", () -> !browser.text("#roles-note").startsWith("no label"));
        String before = browser.text("#f-disagree-note");
        for (int i = 0; i < 20; i++) {
            service.send("moving-" + i, "Kubernetes, Terraform, AWS " + i);
        }
        browser.await(
                "the figures move",
                () -> !browser.text("#f-disagree-note").equals(before)
                        && !browser.text("#f-p50").equals("–"));
        browser.await(
                "the line is drawn",
                () -> browser.attribute("#chart-flow .line.accent", "d").length() > 20);
        assertThat(browser.text("#f-champion")).isEqualTo(WatchedStream.VERSION);
        browser.await(
                "the dead letter is told", () -> browser.text("#dead-reasons").contains("not-avro"));
        browser.screenshot("desktop-light");
    }

    @Test
    void shouldSayFirstWhatItIsAndHowAccurate() {
        browser.await("the sentence is there", () -> browser.text("#doing").contains("label"));
        assertThat(browser.text("h1")).contains("one of 14 job roles: right now, keyword rules");
        browser.await(
                "the best judgement is shown",
                () -> browser.attribute("#accuracy .judgement", "data-judge").equals("PEOPLE_ON_PICKED"));
        assertThat(browser.text("#accuracy-value")).isEqualTo("80.0 %");
        assertThat(browser.text("#accuracy"))
                .contains("on hard cases", "74.1 % to 86.2 %", "214 resumes picked because they are hard");
        browser.click("#accuracy summary");
        assertThat(browser.text("#accuracy [data-judge=RULES]"))
                .contains("Agreement of the model with the rules", "does not say how many labels are right");

        browser.click("#figures .help summary");
        assertThat(browser.text("#figures .help[open] p")).contains("arrived in Kafka");
        browser.find("#figures .help summary").sendKeys(Keys.ESCAPE);
        assertThat(browser.count(".help[open]")).isZero();
    }

    @Test
    void shouldListWhatIsBeingLabelled() throws Exception {
        service.send("live-1", WatchedStream.DATA_SKILLS);
        browser.await("it is listed", () -> browser.text("#live-rows").contains("live-1"));
        String row = browser.script(
                "return [...document.querySelectorAll('#live-rows tr')].find(r => r.textContent.includes('live-1')).innerText");
        assertThat(row).contains("airflow", "Data Engineer", WatchedStream.MODEL_SAYS, "≠", "%");
        assertThat(browser.text("#live-note")).containsPattern("labels? since");

        browser.click("#live-differ");
        browser.await("the filter is applied", () -> browser.text("#live-note").contains("that match shown"));
        assertThat(browser.count("#live-rows tr")).isEqualTo(browser.count("#live-rows tr.differ"));
        browser.script("const s = document.getElementById('live-role'); s.value = 'SOC Analyst';"
                + " s.dispatchEvent(new Event('change'));");
        browser.await("nothing matches", () -> browser.text("#live-empty").contains("None of the latest"));
        browser.click("#live-clear");
        browser.await("all are listed", () -> browser.text("#live-rows").contains("live-1"));

        browser.click("#live-pause");
        service.send("live-2", WatchedStream.DATA_SKILLS);
        browser.click("#live-rows .id");
        browser.await(
                "the label is looked up", () -> browser.text("#lookup-result").contains("decided by"));
        browser.click("#live-pause");
        browser.script("document.activeElement.blur()");
        browser.await("the list goes on", () -> browser.text("#live-rows").contains("live-2"));
    }

    @Test
    void shouldFoldTheMatrixWithoutAModel() {
        browser.await("there is a matrix", () -> browser.count(".heat") > 0);
        assertThat(browser.text("#confusion-body")).contains("Each row is what the rules said");
        Object heights = browser.driver().executeAsyncScript("""
                const done = arguments[0];
                import('./confusion.js').then(({ Confusion }) => {
                  const heights = () => ['confusion', 'live-box'].map((id) => document.getElementById(id).offsetHeight);
                  const before = heights();
                  new Confusion(() => {}).take({ modelAwaited: false, observed: {}, roles: [], cells: [], compared: 0, disagreed: 0 });
                  done([...before, ...heights(), document.getElementById('confusion-note').textContent].join());
                });""");
        String[] found = String.valueOf(heights).split(",");
        assertThat(Integer.parseInt(found[2])).as("one line").isLessThan(80).isLessThan(Integer.parseInt(found[0]));
        assertThat(Integer.parseInt(found[3]))
                .as("its space goes to the list")
                .isGreaterThan(Integer.parseInt(found[1]));
        assertThat(found[4]).contains("no model is used");
    }

    @Test
    void shouldLeadFromAPairOfVotesToTheResumes() throws Exception {
        browser.await(
                "a disagreement is shown",
                () -> browser.text("#confusion-drill").contains("model: " + WatchedStream.MODEL_SAYS));

        browser.click("#confusion-drill [data-pair]");

        browser.await("cases are shown", () -> browser.text("#confusion-drill").contains("labelled"));
        assertThat(browser.find("#confusion-drill .resume mark").getText()).isNotEmpty();
        browser.screenshot("drill-down");
        browser.click("#confusion-drill .id");
        browser.await(
                "the resume's label is looked up",
                () -> browser.text("#lookup-result").contains("decided by"));
    }

    @Test
    void shouldCompareTheRulesWithAnObservedLabeller() throws Exception {
        service.send("observed", "associate, project coordination, jira"); // an "soc" to the study's rules
        browser.await("there is a choice", () -> browser.count("#confusion-labeller option") == 2);
        assertThat(browser.text("#confusion-title")).isEqualTo("Rules and model");
        browser.script("const s = document.getElementById('confusion-labeller'); s.value = 'notebook';"
                + " s.dispatchEvent(new Event('change'));");

        assertThat(browser.text("#confusion-title")).isEqualTo("Rules and notebook");
        browser.await(
                "its disagreements are shown",
                () -> browser.text("#confusion-drill").contains("notebook: SOC Analyst"));
        browser.script("[...document.querySelectorAll('#confusion-drill [data-pair]')]"
                + ".find(pair => pair.textContent.includes('SOC Analyst')).click();");
        browser.await("cases are shown", () -> browser.text("#confusion-drill").contains("notebook SOC Analyst"));
        browser.screenshot("observed-labeller");
    }

    @Test
    void shouldMoveThroughTheMapByKeyboard() {
        browser.await("the map is there", () -> browser.count(".heat button[tabindex='0']") > 0);
        browser.find(".heat button[tabindex='0']").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_DOWN);

        String focused = browser.script("return document.activeElement.dataset.cell");
        assertThat(focused).isEqualTo("2/1");
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        browser.await(
                "the cell is chosen",
                () -> browser.attribute(".heat button[data-cell='2/1']", "aria-pressed")
                        .equals("true"));
        String outline = browser.script("return getComputedStyle(document.activeElement).outlineStyle");
        assertThat(outline).isEqualTo("solid");
    }

    @Test
    void shouldJudgeADocument(@TempDir Path directory) throws Exception {
        Path document = Files.writeString(
                directory.resolve("jane.rtf"), "{\\rtf1\\ansi Jane Doe\\par Skills: Airflow, Spark, Snowflake}");

        browser.choose("#try-file", document);

        browser.await("the skills are judged", () -> browser.text("#try-rules").contains("airflow"));
        assertThat(browser.script("return document.querySelector('#try-text').value"))
                .isEqualTo("Airflow, Spark, Snowflake");
    }

    @Test
    void shouldJudgeAText() throws Exception {
        browser.type("#try-text", WatchedStream.DATA_SKILLS);
        browser.click("#try-form button[type=submit]");

        browser.await(
                "both have voted",
                () -> browser.attribute("#try-model", "data-state").equals("ready"));
        assertThat(browser.text("#try-rules")).contains("Data Engineer", "airflow");
        assertThat(browser.text("#try-model")).contains(WatchedStream.MODEL_SAYS, WatchedStream.VERSION);
        assertThat(browser.text("#try-result")).contains("Together");
        assertThat(browser.count("#try-result .resume mark")).isGreaterThan(2);
    }

    @Test
    void shouldShowLongerRangesAndOneCrosshairThroughAllCharts() {
        browser.await(
                "the line is drawn",
                () -> browser.attribute("#chart-flow .line.accent", "d").length() > 20);
        browser.click("input[name=flow-range][value=hour]");
        browser.await("an hour is shown", () -> browser.text("#flow-slices").contains("ten seconds"));
        browser.script("""
                const chart = document.querySelector('#chart-flow svg');
                const { left, top, width } = chart.getBoundingClientRect();
                chart.dispatchEvent(new PointerEvent('pointermove', { clientX: left + width / 2, clientY: top + 20, bubbles: true }));""");

        assertThat(browser.script("""
                return [...document.querySelectorAll('#flow .cursor')]
                  .map((line) => `${line.getAttribute('visibility')} ${line.getAttribute('x1') > 200}`)
                  .join()""")).isEqualTo("visible true,visible true,visible true,visible true");
        assertThat(PageChecks.overlapping(browser, "#flow svg")).isEmpty();
    }

    @Test
    void shouldNotWriteATimeOverTheScaleWhereTheFirstPointIsAFullHour() {
        browser.script("""
                const box = document.createElement('div');
                box.id = 'probe';
                box.className = 'chart';
                document.querySelector('main').prepend(box);
                const hour = new Date(2026, 0, 1, 4).getTime();
                const time = (i, points) => hour + (i * 3600000) / (points - 1);
                import(new URL('charts.js', document.baseURI)).then(({ LineChart }) =>
                  new LineChart(box, [{ name: 'a', kind: 'accent' }], { time, describe: () => '', format: String, title: 'probe' })
                    .update([Array.from({ length: 61 }, (_, i) => i)]));""");

        browser.await("the times are drawn", () -> browser.text("#probe svg").contains("04:30"));
        assertThat(PageChecks.overlapping(browser, "#probe svg")).isEmpty();
        browser.script("document.querySelector('#probe').remove()");
    }

    @Test
    void shouldFoldSectionsOnAPhoneAndUnfoldThoseOnesGoesTo() {
        browser.show(PHONE, 844, false);
        browser.await("it is folded", () -> !browser.find("#keywords-table").isDisplayed());
        assertThat(browser.find("#review-body").isDisplayed()).isTrue();

        browser.click("nav a[href='#keywords']");
        browser.await("it is unfolded", () -> browser.find("#keywords-note").isDisplayed());
        browser.click("#keywords .fold");

        browser.await(
                "it is folded again", () -> !browser.find("#keywords-note").isDisplayed());
        assertThat(browser.attribute("nav", "data-more")).isIn("right", "both");
        browser.show(DESKTOP, 900, false);
        assertThat(browser.find("#keywords-table").isDisplayed()).isTrue();
    }

    @Test
    void shouldShowHostileTextsAsTexts() throws Exception {
        service.send("<i>evil</i>\u202e", HOSTILE);
        browser.type("#lookup-id", "<i>evil</i>\u202e");
        browser.await("it is labelled", () -> {
            browser.click("#lookup-form button");
            return browser.text("#lookup-result").contains("Revision");
        });
        browser.type("#try-text", HOSTILE);
        browser.click("#try-form button[type=submit]");
        browser.await("it is judged", () -> browser.text("#try-result").contains("<script>"));

        assertThat(browser.text("#try-result"))
                .as("what turns the direction or is not seen is shown")
                .contains("\ufffdevil python", "zero\ufffdwidth");
        assertThat(browser.driver().getTitle()).endsWith("– Rolestream").doesNotContain("owned");
        assertThat(browser.count("main script, main img, main i:not(.pairs i)")).isZero();
        assertThat(PageChecks.wider(browser)).isEmpty();
        browser.screenshot("hostile");
    }

    @Test
    void shouldFitAPhoneAndTheDark() throws Exception {
        browser.await("rows are there", () -> !browser.text("#roles-note").startsWith("no label"));
        browser.show(PHONE, 844, true);
        browser.await(
                "the chart fits",
                () -> Integer.parseInt(
                                browser.attribute("#chart-flow svg", "viewBox").split(" ")[2])
                        < PHONE);

        assertThat(PageChecks.wider(browser)).isEmpty();
        assertThat(background()).isEqualTo("rgb(15, 20, 25)");
        browser.screenshot("phone-dark");
        browser.show(PHONE, 844, false);
        assertThat(background()).isEqualTo("rgb(244, 246, 248)");
        browser.screenshot("phone-light");
        browser.show(DESKTOP, 900, true);
        browser.screenshot("desktop-dark");
    }

    @Test
    @Tag("full")
    void shouldBeAccessibleInLightAndDarkOnDesktopAndPhone() {
        browser.await("a question is asked", () -> browser.count("#review-body .meta b") > 0);
        browser.click("#try-form [data-sample]");
        browser.await("a text is judged", () -> browser.text("#try-result").contains("Rules"));
        for (boolean dark : List.of(false, true)) {
            for (int width : List.of(DESKTOP, PHONE)) {
                browser.show(width, 900, dark);
                assertThat(PageChecks.violations(browser))
                        .as("%s px, %s", width, dark ? "dark" : "light")
                        .isEmpty();
            }
        }
    }

    @Test
    @Tag("full")
    void shouldSayThatATrainerIsSilentThoughNothingComesThatSaysSo() throws Exception {
        service.report(TrainerStatus.newBuilder()
                .setTrainerId("trainer-killed")
                .setLeader(true)
                .setState(TrainerState.TRAINING)
                .setVersion("20260304-1300")
                .setStage("fine-tuning")
                .setSecondsLeft(45L)
                .setUpdatedAt(Instant.now().minusSeconds(85))
                .build());

        browser.await(
                "its last report is told by its age",
                () -> browser.text("#training").contains("trainer-killed last report"));
        assertThat(browser.text("#f-training")).doesNotContain("45 s");
    }

    @Test
    @Tag("full")
    void shouldShowATrainingThatSomebodyStartedByHand() throws Exception {
        TrainerStatus.Builder report = TrainerStatus.newBuilder()
                .setTrainerId("ann-writer-1")
                .setModelName("writer, by hand")
                .setState(TrainerState.TRAINING)
                .setVersion("writer")
                .setStage("alignment");
        for (int step = 1; step <= 3; step++) {
            service.report(report.setEpoch(step / 3.0)
                    .setLoss(1.0 / step)
                    .setLearningRate(1e-4)
                    .setUpdatedAt(Instant.now())
                    .build());
        }

        browser.await(
                "the training is shown", () -> browser.text("#training").contains("ann-writer-1 training, by hand"));
        browser.await("its curves too", () -> browser.text("#curves").contains("alignment of writer"));
        assertThat(browser.text("#training")).contains("version writer", "alignment, epoch 1");
    }

    @Test
    void shouldSayThatTheServerIsGone() throws Exception {
        try (Dashboard shortLived = service.dashboard(Map.of())) {
            browser.driver().get(shortLived.url());
            PageChecks.awaitNews(browser);
            assertThat(browser.text("#review-body")).contains("dashboard.show-text");
        }
        browser.await("the page says so", () -> browser.text("#headline").equals("disconnected"));
        assertThat(browser.text("#detail")).contains("Data as of");
        browser.driver().get("about:blank");
        browser.complaints(); // the browser's own, of requests that nobody answered
    }

    @Test
    @Tag("full")
    void shouldLetPeopleLogInAndOut() throws Exception {
        String secret = "correct-horse-battery";
        try (Dashboard closed =
                service.dashboard(Map.of(DashboardConfig.AUTH, "basic", DashboardConfig.AUTH_SECRET, secret))) {
            browser.driver().get(closed.url());
            browser.await("a user is asked for", () -> browser.find("#user").isDisplayed());
            browser.find("#user").sendKeys("rolestream");
            browser.find("#secret").sendKeys(secret, Keys.ENTER);
            browser.await("the dashboard is shown", () -> browser.count("#logout") > 0);
            PageChecks.awaitNews(browser);
            assertThat(PageChecks.violations(browser)).isEmpty();
            browser.screenshot("logged-in");

            browser.find("#logout").click();

            browser.await("the way out is told", () -> browser.text("#farewell").contains("logged out"));
            assertThat(PageChecks.violations(browser)).isEmpty();
            browser.driver().get(closed.url());
            browser.await("nothing is shown any more", () -> browser.count("#login") > 0);
            browser.driver().get(dashboard.url()); // or it asks the closed one once more
        }
    }

    private static String background() {
        return browser.script("return getComputedStyle(document.body).backgroundColor");
    }
}
