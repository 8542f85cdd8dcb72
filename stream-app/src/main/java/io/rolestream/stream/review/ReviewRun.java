package io.rolestream.stream.review;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.text.Counted;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.resume.ResumeReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Asks a person about resumes and sends the answers; {@code styled} if the terminal shows bold text. */
public record ReviewRun(Cluster cluster, ResumeReader resumes, Taxonomy taxonomy, String reviewer, boolean styled) {

    /** Asks until the person types {@code q} or the input ends. Ctrl-C also sends the last answer. */
    public void run(QuestionChoice choice, BufferedReader in, PrintWriter out, PrintWriter err) throws IOException {
        err.println("reading disagreements and labels ...");
        err.flush();
        Questions.Found found = Questions.find(cluster, resumes, choice);
        if (found.withoutText() > 0) {
            err.println("skipped " + Counted.of(found.withoutText(), "randomly drawn resume")
                    + ", because the text is deleted");
        }
        List<Question> questions = found.toAsk();
        if (questions.isEmpty()) {
            err.println("nothing to ask: all disagreements are answered, and no resume is available to draw");
            err.flush();
            return;
        }
        try (CorrectionSender sender = new CorrectionSender(cluster)) {
            ReviewSession session = new ReviewSession(questions, taxonomy, reviewer, sender);
            Thread onCtrlC = new Thread(() -> end(session, err), "rolestream-review-end");
            Runtime.getRuntime().addShutdownHook(onCtrlC);
            try {
                ask(session, questions.size(), in, out);
            } finally {
                if (removed(onCtrlC)) {
                    end(session, err);
                }
            }
        }
    }

    private void ask(ReviewSession session, int count, BufferedReader in, PrintWriter out) throws IOException {
        QuestionView view = new QuestionView(out, taxonomy.names(), styled);
        int shown = -1;
        while (true) {
            int index = session.current();
            if (index == count) {
                out.print("no more questions; u undo, q quit > ");
            } else {
                if (index != shown) {
                    view.show(session.question(index), index + 1, count);
                }
                out.print("role, s skip, u undo, q quit, ? help > ");
            }
            shown = index;
            out.flush();
            String typed = in.readLine();
            if (typed == null || typed.strip().equals("q")) {
                out.println();
                return;
            }
            if (typed.strip().equals("?")) {
                view.showRoles();
            }
            session.take(typed).ifPresent(out::println);
        }
    }

    private static void end(ReviewSession session, PrintWriter err) {
        try {
            session.close();
        } finally {
            err.println(Counted.of(session.sent(), "answer") + " sent");
            err.flush();
        }
    }

    /** False if the process is already shutting down, so that the hook runs. */
    private static boolean removed(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
