package io.rolestream.dashboard.versions;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.NotFoundResponse;
import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.labels.LabelBook.AnsweredTexts;
import io.rolestream.dashboard.versions.VersionReports.Report;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts two versions of the model side by side: by role from their evaluations, and by text from labels seen here. */
public final class VersionComparison implements AutoCloseable {
    private static final int MOST_TEXTS = 30;

    private final Function<String, Optional<ModelVersion>> announced;
    private final LabelBook book;
    private final VersionReports reports;

    /**
     * @param announced finds a version by its name
     * @param settings of the artifact store; null if the dashboard is not to use it
     */
    public VersionComparison(
            Function<String, Optional<ModelVersion>> announced,
            LabelBook book,
            @Nullable ModelSettings settings,
            Taxonomy taxonomy) {
        this.announced = announced;
        this.book = book;
        this.reports = new VersionReports(settings, taxonomy);
    }

    /**
     * Two versions side by side.
     *
     * @param roles by role; null if that is not known
     * @param texts on which both answered, among the labels seen here
     * @param unavailable what is not known, in sentences
     */
    public record Compared(
            String of, String with, @Nullable RoleScores roles, AnsweredTexts texts, List<String> unavailable) {}

    /**
     * Compares two versions.
     *
     * @throws NotFoundResponse if one was not announced
     */
    public Compared compare(String of, String with) throws InterruptedException {
        if (of.equals(with)) {
            throw new BadRequestResponse("Choose two different versions.");
        }
        Report first = reports.of(version(of));
        Report second = reports.of(version(with));
        RoleScores roles =
                RoleScores.of(of, first.evaluation(), with, second.evaluation()).orElse(null);
        List<String> unavailable = new ArrayList<>();
        if (roles == null) {
            if (first.evaluation() != null && second.evaluation() != null) {
                unavailable.add("The two versions were not evaluated on the same kind of texts.");
            }
            add(first.problem(), unavailable);
            add(second.problem(), unavailable);
        }
        AnsweredTexts texts = book.compare(of, with, MOST_TEXTS);
        if (texts.both() == 0) {
            unavailable.add("No resume seen by this dashboard has answers of both versions. They come when one votes as"
                    + " the challenger beside the other, or when resumes are relabelled. Evaluations keep no answers to"
                    + " single texts.");
        }
        return new Compared(of, with, roles, texts, unavailable);
    }

    private static void add(String problem, List<String> problems) {
        if (!problem.isEmpty() && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private ModelVersion version(String name) {
        return announced.apply(name).orElseThrow(() -> new NotFoundResponse("There is no version " + name + "."));
    }

    @Override
    public void close() {
        reports.close();
    }
}
