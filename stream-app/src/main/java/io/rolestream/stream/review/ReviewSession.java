package io.rolestream.stream.review;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.events.RoleCorrection;
import io.rolestream.rules.role.Taxonomy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The state of a review.
 *
 * <p>An answer is sent when the next question is answered, so that it can be undone until then; at the end,
 * {@link #close} sends the last one. The broker has acknowledged an answer before the next is accepted, so no answer is
 * lost.
 *
 * <p>One thread asks; {@link #close} may be called by another (Ctrl-C), and blocks until done.
 */
final class ReviewSession implements AutoCloseable {
    private static final String NOTE_MARK = " #";
    private static final String HELP =
            "Type the number of a role, or the beginning of its name; \"" + NOTE_MARK.strip() + " ...\" adds a note.";

    /** A step since the last answer was sent; a null answer is a skip. */
    private record Step(int question, @Nullable RoleCorrection answer) {}

    private final List<Question> questions;
    private final List<String> roles;
    private final RoleNames names;
    private final String reviewer;
    private final CorrectionSender sender;
    private final Deque<Step> steps = new ArrayDeque<>();
    private int next;
    private int sent;
    private boolean closed;

    ReviewSession(List<Question> questions, Taxonomy taxonomy, String reviewer, CorrectionSender sender) {
        this.questions = List.copyOf(questions);
        this.roles = taxonomy.names();
        this.names = new RoleNames(taxonomy);
        this.reviewer = reviewer;
        this.sender = sender;
    }

    /** The index of the next question, or their number at the end. */
    synchronized int current() {
        return next;
    }

    Question question(int index) {
        return questions.get(index);
    }

    /** Processes input other than {@code q}, and returns a reply, if any. */
    synchronized Optional<String> take(String typed) {
        if (closed) {
            return Optional.empty();
        }
        String text = typed.strip();
        return switch (text) {
            case "", "?" -> Optional.of(HELP);
            case "s" -> skip();
            case "u" -> undo();
            default -> next == questions.size() ? Optional.of("No more questions.") : answer(text);
        };
    }

    private Optional<String> skip() {
        if (next < questions.size()) {
            steps.push(new Step(next, null));
            next++;
        }
        return Optional.empty();
    }

    private Optional<String> undo() {
        if (steps.isEmpty()) {
            return Optional.of(sent == 0 ? "Nothing to undo." : "The previous answer has already been sent.");
        }
        next = steps.pop().question();
        return Optional.empty();
    }

    private Optional<String> answer(String text) {
        int mark = (text + ' ').indexOf(NOTE_MARK + ' ');
        String role = mark < 0 ? text : text.substring(0, mark).strip();
        String note = mark < 0 ? "" : text.substring(mark + NOTE_MARK.length()).strip();
        List<String> meant = role.matches("\\d{1,4}") ? byNumber(Integer.parseInt(role)) : names.beginningWith(role);
        if (meant.isEmpty()) {
            return Optional.of(names.unknown(role) + ". " + HELP);
        }
        if (meant.size() > 1) {
            return Optional.of("\"%s\" could be %s.".formatted(role, String.join(" or ", meant)));
        }
        sendAnswers();
        RoleCorrection answer =
                questions.get(next).answered(meant.get(0), note.isEmpty() ? null : note, reviewer, Instant.now());
        steps.push(new Step(next, answer));
        next++;
        return Optional.empty();
    }

    private List<String> byNumber(int number) {
        return number >= 1 && number <= roles.size() ? List.of(roles.get(number - 1)) : List.of();
    }

    private void sendAnswers() {
        while (!steps.isEmpty()) {
            Step step = steps.removeLast();
            if (step.answer() != null) {
                send(questions.get(step.question()), step.answer());
            }
        }
    }

    private void send(Question question, RoleCorrection answer) {
        try {
            sender.send(answer, question.partition()).join();
            sent++;
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandFailedException(
                    "the answer %s on resume %s could not be sent (%d were sent before it): %s"
                            .formatted(answer.getRole(), answer.getResumeId(), sent, cause.getMessage()),
                    cause);
        }
    }

    synchronized int sent() {
        return sent;
    }

    /** Sends the last answer. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            sendAnswers();
        }
    }
}
