package io.rolestream.dashboard.review;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.GoneResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.dashboard.config.DashboardSettings;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests of reviewers. Thread-safe; all throw {@code HttpResponseException}. */
public final class ReviewRequests implements AutoCloseable {
    private static final int QUESTIONS = 20;

    /** Of a drawn resume's text, where reviewers may read it whole. */
    private static final int MOST_CHARS = 2_000;

    private final ReviewState state;
    private final boolean showText;
    private final boolean fullText;
    private final Facts facts;
    private final Answers answers;
    private final ReviewedText texts;
    private final ShownQuestions shown;

    /** @throws io.rolestream.common.config.ConfigurationException if the guidelines cannot be read */
    public ReviewRequests(Cluster cluster, Taxonomy taxonomy, ReviewState state, DashboardSettings settings) {
        this.state = state;
        this.showText = settings.showText();
        this.fullText = settings.review().fullText();
        Path guidelines = settings.review().guidelines();
        this.facts = new Facts(
                taxonomy.roles(),
                guidelines == null
                        ? List.of()
                        : Guidelines.read(DashboardConfig.REVIEW_GUIDELINES, guidelines.toAbsolutePath()),
                fullText);
        this.answers = new Answers(cluster, taxonomy, state);
        this.texts = new ReviewedText(cluster, settings.textChars());
        this.shown = new ShownQuestions(
                texts::of, fullText ? MOST_CHARS : settings.review().excerptChars());
    }

    /** What the page loads once. */
    private record Facts(List<Role> roles, List<Guidelines.Element> guidelines, boolean fullText) {}

    /** {@code GET /api/review}: the roles with their descriptions, and the guidelines. */
    public Object facts() {
        return facts;
    }

    /**
     * {@code GET /api/questions}: the next questions for a reviewer; none if texts are not shown.
     *
     * @param count how many at most; {@value #QUESTIONS} if it is not a number
     * @param user the authenticated user, if any
     */
    public Object questions(@Nullable String count, @Nullable String reviewer, @Nullable String user)
            throws InterruptedException {
        if (!showText) {
            return List.of();
        }
        int most = count == null || !count.matches("\\d{1,4}") ? QUESTIONS : Integer.parseInt(count);
        return shown.of(state.ask(most, Answers.reviewer(reviewer, user)), state::withoutText);
    }

    /** {@code GET /api/review/text}: the whole text of a question. */
    public Object text(String resumeId, String contentHash, @Nullable String reviewer, @Nullable String user)
            throws InterruptedException {
        if (!showText || !fullText) {
            throw new ForbiddenResponse("Whole texts are hidden here: set %s and %s."
                    .formatted(DashboardConfig.SHOW_TEXT, DashboardConfig.REVIEW_FULL_TEXT));
        }
        OpenQuestion open = state.question(resumeId, contentHash, Answers.reviewer(reviewer, user))
                .orElseThrow(() -> new GoneResponse("This question is no longer open."));
        return Map.of(
                "text", texts.of(open).orElseThrow(() -> new GoneResponse("The resume's record is no longer there.")));
    }

    /** {@code POST /api/answers}. */
    public void answer(Answers.Given given, @Nullable String user) throws InterruptedException {
        requireText();
        answers.take(given, user);
    }

    /** {@code GET /api/answers}: the known answers, as a file to download. */
    public void export(Context ctx) {
        requireText();
        String format = String.valueOf(ctx.queryParam("format")).toLowerCase(Locale.ROOT);
        AnswersExport export = switch (format) {
            case "jsonl" -> AnswersExport.JSONL;
            case "csv" -> AnswersExport.CSV;
            default -> throw new BadRequestResponse("The parameter format must be jsonl or csv.");
        };
        ctx.header("Content-Disposition", "attachment; filename=\"rolestream-answers." + format + "\"");
        ctx.contentType(export.type()).result(export.write(state.answers()));
    }

    private void requireText() {
        if (!showText) {
            throw new ForbiddenResponse("Answering needs the texts: set " + DashboardConfig.SHOW_TEXT + ".");
        }
    }

    @Override
    public void close() {
        answers.close();
        texts.close();
    }
}
