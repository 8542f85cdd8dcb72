package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.dashboard.matches.SampleLists;
import io.rolestream.events.FeedbackAction;
import io.rolestream.events.FoundBy;
import io.rolestream.events.ListDescription;
import io.rolestream.events.Match;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs and recommendations in a real browser. Screenshots are kept in {@code target/screenshots}. */
@Timeout(300)
@Tag("full")
class JobsPageTest extends PageTest {
    private static final String HOSTILE =
            "Cook</bdi></h4><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\u202eevil ";

    private static PostedJobs posted;

    @BeforeAll
    static void sendWhatIsShown() throws Exception {
        posted = new PostedJobs(service);
        String[] titles = {
            "Senior data engineer (Airflow, Kafka)", "Platform engineer", "Analytics engineer",
                    "Backend developer, Java",
            "Cloud engineer, AWS", "Machine learning engineer", "Database administrator", "Site reliability engineer"
        };
        List<String> ids = SampleLists.ids("posting", titles.length);
        for (int i = 0; i < titles.length; i++) {
            posted.job(SampleLists.job(ids.get(i), titles[i]).build(), i % 2 == 0 ? "Data Engineer" : "Cloud Engineer");
        }
        for (int i = 0; i < 15; i++) {
            posted.list("applicant-" + i, i < 8 ? "first@1a2b3c4d" : "second@5e6f7a8b", ids);
            for (int position = 1; position <= 8; position++) {
                String job = ids.get(position - 1);
                posted.feedback(SampleLists.feedback("applicant-" + i, job, 1, position, FeedbackAction.SHOWN));
                if ((i * 7 + position * 3) % (position + 2) == 0) {
                    posted.feedback(SampleLists.feedback("applicant-" + i, job, 1, position, FeedbackAction.OPENED));
                }
                if ((i + position) % 9 == 0) {
                    posted.feedback(SampleLists.feedback("applicant-" + i, job, 1, position, FeedbackAction.APPLIED));
                }
            }
        }
        posted.list(SampleLists.forJob("posting-1", "second@5e6f7a8b", SampleLists.ids("applicant", 6))
                .build());
        posted.bytes(service.topics().jobsDlq(), "posting-broken", new byte[] {1});
    }

    @AfterAll
    static void closeJobs() {
        if (posted != null) {
            posted.close();
        }
    }

    @Test
    void shouldLeadFromTheNewestListsToReasonsAndTexts() throws Exception {
        posted.list("applicant-new", "second@5e6f7a8b", SampleLists.ids("posting", 8));
        browser.await("lists are shown", () -> browser.count("#matches-latest [data-list=applicant-new]") == 1);
        assertThat(browser.text("#matches-latest")).contains("Senior data engineer (Airflow, Kafka)", "Data Engineer");
        assertThat(browser.text("#matches-note")).contains("open job", "with a list");

        browser.click("#matches-latest [data-list=applicant-new]");

        browser.await("the list is shown", () -> browser.count("#matches-detail .match") == 8);
        assertThat(browser.text("#matches-detail")).contains(SampleLists.REASON, "Airflow", "Kubernetes");
        browser.click("#matches-detail summary");
        browser.await(
                "the parts are shown",
                () -> browser.text("#matches-detail .parts").contains("words in common"));
        browser.screenshot("jobs-list");
    }

    @Test
    void shouldShowResumesForAJobThatIsSearched() throws Exception {
        browser.await("jobs are offered", () -> browser.count("#recruit-found [data-job]") > 1);
        browser.type("#recruit-query", "AIRFLOW");
        browser.click("#recruit-form button");
        browser.await("the job is found", () -> browser.count("#recruit-found [data-job]") == 1);
        browser.click("#recruit-found [data-job]");

        browser.await("its resumes are shown", () -> browser.count("#recruit-result .match") == 6);
        assertThat(browser.text("#recruit-result")).contains("Resumes for Senior data engineer", "applicant-1");
        browser.screenshot("jobs-recruiter");
        browser.click("#recruit-result summary");
        browser.click("#recruit-result .match .id");
        browser.await(
                "the resume's own list is shown",
                () -> browser.text("#matches-detail").contains("Jobs for applicant-1"));
    }

    @Test
    void shouldFindJobsForAPastedResume() throws Exception {
        browser.type("#find-text", "Four years with Airflow and Kafka, Python and SQL");
        browser.click("#find-form button");

        browser.await("jobs are found", () -> browser.count("#find-result .match") > 3);
        assertThat(browser.text("#find-result")).contains("Compared with", "skills found", "missing", "Kubernetes");
        assertThat(browser.count("#find-result [data-action]"))
                .as("of no one's list")
                .isZero();
        browser.screenshot("jobs-found");
    }

    @Test
    void shouldSendFeedbackAndCountIt() {
        browser.await("the quality is shown", () -> browser.count("#quality-versions tbody tr") >= 2);
        assertThat(browser.text("#quality-versions"))
                .contains("first@1a2b3c4d", "second@5e6f7a8b", "at equal positions");
        assertThat(browser.text("#quality-positions")).contains("8");
        browser.type("#matches-id", "applicant-3");
        browser.click("#matches-form button");
        browser.await("the list is shown", () -> browser.text("#matches-detail").contains("applicant-3"));

        browser.click("#matches-detail [data-action=dismissed]");

        browser.await("it is sent", () -> browser.text("#matches-detail").contains("Sent."));
        browser.await(
                "it is counted",
                () -> !browser.text("#quality-figures div:nth-child(4) .value").equals("0.0 %"));
    }

    @Test
    void shouldShowBothSidesOfEachRole() {
        browser.await(
                "open jobs are counted by role",
                () -> browser.script("return [...document.querySelectorAll('#roles-rows tr')]"
                                + ".find(row => row.textContent.startsWith('Cloud Engineer'))"
                                + ".querySelector('.withjobs').textContent")
                        .matches("[1-9][0-9]*"));
        assertThat(browser.text("#dead-jobs")).isNotEmpty();
    }

    @Test
    void shouldShowHostileTextsAsTexts() throws Exception {
        String id = "<b>job</b>\u202e";
        posted.job(SampleLists.job(id, HOSTILE + "x".repeat(800)).build(), "Other");
        Match evil = Match.newBuilder(SampleLists.match(id))
                .setMatchedSkills(List.of(HOSTILE, "y".repeat(5_000)))
                .setReasons(List.of(HOSTILE))
                .setWouldHelp(HOSTILE)
                .setRole("<i>role</i>")
                .build();
        posted.list(SampleLists.forResume("<i>evil</i>\u202e", "<u>version</u>", List.of())
                .setJobs(List.of(evil))
                .setRole(HOSTILE)
                .build());
        browser.await(
                "it is among the newest", () -> browser.text("#matches-latest").contains("<i>evil</i>"));
        browser.type("#matches-id", "<i>evil</i>\u202e");
        browser.click("#matches-form button");
        browser.await(
                "it is shown", () -> browser.text("#matches-detail .match").contains("<script>"));
        browser.type("#recruit-query", "cook</bdi>");
        browser.click("#recruit-form button");
        browser.await("it is found", () -> browser.count("#recruit-found [data-job]") == 1);

        assertThat(browser.text("#matches-detail")).contains("\ufffdevil", "<u>version</u>", "<i>role</i>");
        assertThat(browser.driver().getTitle()).endsWith("– Rolestream").doesNotContain("owned");
        assertThat(browser.count("#jobs script, #jobs img, #jobs i, #jobs u, #recruit script, #recruit img"))
                .isZero();
        for (int width : List.of(DESKTOP, PHONE)) {
            browser.show(width, 900, false);
            assertThat(PageChecks.wider(browser)).as("%s px", width).isEmpty();
        }
        browser.screenshot("jobs-hostile");
    }

    @Test
    void shouldShowAGeneratedDescriptionAsGeneratedTextBesideTheJobsThatItFound() throws Exception {
        RecordMetadata place = posted.description("applicant-described", HOSTILE + "<b>Wanted</b>: a keeper of lakes.");
        List<Match> found = List.of(
                Match.newBuilder(SampleLists.match("posting-1"))
                        .setFoundBy(FoundBy.DESCRIPTION)
                        .build(),
                Match.newBuilder(SampleLists.match("posting-2"))
                        .setFoundBy(FoundBy.RESUME)
                        .build());
        posted.list(SampleLists.forResume("applicant-described", "v@1", List.of())
                .setJobs(found)
                .setResumePartition(place.partition())
                .setDescription(ListDescription.newBuilder()
                        .setGenerator("<i>girl</i>")
                        .setGeneratorVersion("20260301-120000")
                        .setSeed(-6_148_914_691_236_517_205L)
                        .setOffset(place.offset())
                        .setUsed(true)
                        .build())
                .build());
        browser.await(
                "the list is among the newest",
                () -> browser.count("#matches-latest [data-list=applicant-described]") == 1);
        browser.click("#matches-latest [data-list=applicant-described]");
        browser.await("the list is shown", () -> browser.count("#matches-detail .match") == 2);
        assertThat(browser.text("#matches-detail"))
                .contains("generated from this resume", "20260301-120000", "seed -6148914691236517205");
        assertThat(browser.text("#matches-detail .match")).contains("found by the generated description");
        assertThat(browser.text("#matches-detail .ranking > li:nth-of-type(2) .match"))
                .doesNotContain("found by the generated description");
        assertThat(browser.text("#matches-detail")).doesNotContain("keeper of lakes");

        browser.click("#matches-detail p.note button.plain");

        browser.await(
                "the description is shown",
                () -> browser.text("#matches-detail blockquote.generated").contains("a keeper of lakes"));
        assertThat(browser.text("#matches-detail blockquote.generated"))
                .contains(
                        "Generated text, not a posting",
                        "<i>girl</i> 20260301-120000, seed -6148914691236517205",
                        "</h4><script>document.title",
                        "\ufffdevil <b>Wanted</b>");
        assertThat(browser.count("#matches-detail script, #matches-detail img, #matches-detail b, #matches-detail i"))
                .isZero();
        assertThat(browser.driver().getTitle()).doesNotContain("owned");
        for (int width : List.of(DESKTOP, PHONE)) {
            browser.show(width, 900, false);
            assertThat(PageChecks.wider(browser)).as("%s px", width).isEmpty();
        }
        assertThat(PageChecks.violations(browser)).isEmpty();
        browser.screenshot("jobs-description");
    }

    @Test
    void shouldFitAndBeAccessibleOnDesktopAndPhoneInLightAndDark() throws Exception {
        browser.await("lists are shown", () -> browser.count("#matches-latest [data-list]") > 5);
        browser.type("#matches-id", "applicant-2");
        browser.click("#matches-form button");
        browser.await("the list is shown", () -> browser.count("#matches-detail .match") > 0);
        browser.click("#matches-detail summary");
        browser.type("#recruit-query", "engineer");
        browser.click("#recruit-form button");
        browser.await("jobs are found", () -> browser.count("#recruit-found [data-job]") > 0);
        for (boolean dark : List.of(false, true)) {
            for (int width : List.of(DESKTOP, PHONE)) {
                browser.show(width, 900, dark);
                assertThat(PageChecks.violations(browser))
                        .as("%s px, %s", width, dark ? "dark" : "light")
                        .isEmpty();
                assertThat(PageChecks.wider(browser)).as("%s px", width).isEmpty();
                browser.screenshot("jobs-" + width + (dark ? "-dark" : "-light"));
            }
        }
    }
}
