package io.rolestream.labellers;

import io.rolestream.common.text.Quoted;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.tokenizer.PairCut;
import io.rolestream.labellers.settings.RoleTemplate;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Zero-shot classification with an entailment model, as the pipeline of Hugging Face's transformers does it (Yin et al.
 * 2019): the text is the premise, each role makes a hypothesis. One role: a softmax over the logits of entailment.
 * Several ({@code multi_label}): for each hypothesis, a softmax of contradiction and entailment. All hypotheses of a
 * text are computed together; a long text is cut, its hypotheses are not.
 */
final class ZeroShotLabeller extends ScoringLabeller {
    private static final String TEMPLATE = "This example is {}.";

    private final List<String> hypotheses;
    private final boolean multiLabel;
    private final Entailment labels;
    private final PairScorer scorer;

    /** Where an entailment model has its labels. */
    private record Entailment(int entailment, int contradiction) {
        /** @throws CheckpointException if no label begins with "entail", in whatever case: a guess could be wrong */
        static Entailment of(CheckpointDirectory checkpoint) throws CheckpointException {
            List<String> labels = checkpoint.labels();
            int entailment = beginningWith(labels, "entail");
            if (entailment < 0 || labels.size() < 2) {
                throw new CheckpointException(
                        checkpoint.path(),
                        "is no entailment model; a label must begin with \"entail\" and another one contradict, but "
                                + (labels.isEmpty() ? "it has no labels" : "the labels are " + Quoted.list(labels)));
            }
            int named = beginningWith(labels, "contra");
            return new Entailment(entailment, named >= 0 ? named : entailment == 0 ? labels.size() - 1 : 0);
        }

        private static int beginningWith(List<String> labels, String beginning) {
            for (int i = 0; i < labels.size(); i++) {
                if (labels.get(i).toLowerCase(Locale.ROOT).startsWith(beginning)) {
                    return i;
                }
            }
            return -1;
        }
    }

    private ZeroShotLabeller(Opening opening, RoleTemplate template, boolean multiLabel, Entailment labels)
            throws IOException {
        super(opening, 1, multiLabel, template.of(opening.taxonomy()));
        this.hypotheses = template.of(opening.taxonomy());
        this.multiLabel = multiLabel;
        this.labels = labels;
        this.scorer = opening.scorer(PairCut.ONLY_FIRST);
    }

    static ZeroShotLabeller open(Opening opening) throws IOException {
        return new ZeroShotLabeller(
                opening,
                RoleTemplate.read(opening.file(), TEMPLATE),
                opening.file().flag("multi_label", false),
                Entailment.of(opening.checkpoint()));
    }

    @Override
    public boolean isFull() {
        return WaitingTexts.isFull(scorer);
    }

    @Override
    CompletableFuture<Scores> scores(String text) throws InterruptedException {
        return scorer.submit(text, hypotheses).thenApply(this::scores);
    }

    private Scores scores(List<Prediction> predictions) {
        float[] scores = new float[predictions.size()];
        boolean cut = false;
        for (int role = 0; role < scores.length; role++) {
            float[] logits = predictions.get(role).logits();
            scores[role] = logits[labels.entailment] - (multiLabel ? logits[labels.contradiction] : 0);
            cut |= predictions.get(role).cut();
        }
        return new Scores(scores, cut);
    }

    @Override
    public void close() {
        scorer.close();
    }
}
