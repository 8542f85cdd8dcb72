package io.rolestream.dashboard.jobs;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ForbiddenResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.config.DashboardSettings;
import io.rolestream.dashboard.jobs.GivenFeedback.Given;
import io.rolestream.dashboard.matches.MatchState;
import io.rolestream.dashboard.matches.MatchState.Found;
import io.rolestream.dashboard.records.RecordLookup;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests about jobs, recommendations and feedback. Thread-safe; all throw {@code HttpResponseException}. */
public final class JobRequests implements AutoCloseable {
    private static final int MOST_CHARS = 256;

    private final boolean showText;
    private final MatchState state;
    private final RecordLookup records;
    private final ListLookup lists;
    private final PairTexts texts;
    private final DescriptionLookup descriptions;
    private final GivenFeedback feedback;
    private final JobFinder finder;

    /**
     * @param rules the current rule set
     * @param settings whether texts may be shown and feedback given, and how many jobs may be searched
     */
    public JobRequests(Cluster cluster, MatchState state, Supplier<RuleSet> rules, DashboardSettings settings) {
        this.showText = settings.showText();
        this.state = state;
        this.records = new RecordLookup(cluster.clients());
        this.lists = new ListLookup(cluster, state, records);
        this.texts = new PairTexts(cluster, state, records, lists);
        this.descriptions = new DescriptionLookup(cluster, records, lists);
        this.finder = new JobFinder(cluster, state, rules, settings.textChars(), settings.findable());
        this.feedback = new GivenFeedback(cluster, lists);
    }

    /** {@code GET /api/jobs}: the newest jobs whose title, id or role contains a text. */
    public List<Found> jobs(@Nullable String query) {
        String wanted = query == null ? "" : query;
        if (wanted.length() > MOST_CHARS) {
            throw new BadRequestResponse("Search for at most " + MOST_CHARS + " characters.");
        }
        return state.find(wanted, System.currentTimeMillis());
    }

    /** {@code GET /api/recommendations}: the list of a resume, or of a job. */
    public Object list(@Nullable String resumeId, @Nullable String jobId) throws InterruptedException {
        return lists.shown(resumeId, jobId);
    }

    /** {@code GET /api/match}: the texts of an entry. */
    public Object texts(String resumeId, String jobId, @Nullable String list) throws InterruptedException {
        if (!showText) {
            throw new ForbiddenResponse("Texts are hidden here: set dashboard.show-text.");
        }
        return texts.of(resumeId, jobId, !"job".equals(list));
    }

    /** {@code GET /api/description}: the description that was generated for a resume. */
    public Object description(String resumeId) throws InterruptedException {
        if (!showText) {
            throw new ForbiddenResponse("Texts are hidden here: set dashboard.show-text.");
        }
        return descriptions.of(resumeId);
    }

    /**
     * {@code POST /api/find}: the jobs that suit a pasted resume.
     *
     * @param roles what labellers say of the resume; unknown leaves it to the matcher's rules
     */
    public Object find(String text, RoleBelief roles) throws InterruptedException {
        return finder.find(text, roles);
    }

    /** {@code POST /api/feedback}. */
    public void feedback(
            @Nullable String resumeId, @Nullable String jobId, @Nullable String action, @Nullable String list)
            throws InterruptedException {
        if (!showText) {
            throw new ForbiddenResponse("Feedback needs the texts: set dashboard.show-text.");
        }
        feedback.take(new Given(resumeId, jobId, action, list));
    }

    @Override
    public void close() {
        finder.close();
        records.close();
        feedback.close();
    }
}
