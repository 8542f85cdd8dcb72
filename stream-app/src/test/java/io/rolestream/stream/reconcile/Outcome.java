package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One thing that a {@link Reconciler} concluded. */
sealed interface Outcome {
    record Label(LabelledRole value) implements Outcome {}

    record Disagreed(LabelDisagreement value) implements Outcome {}

    record Example(TrainingExample value) implements Outcome {}

    record Forgot(String resumeId) implements Outcome {}

    record Ignored(Outcomes.IgnoredBecause reason) implements Outcome {}

    /** Keeps all conclusions in their order. */
    final class Recorder implements Outcomes {
        private final List<Outcome> all = new ArrayList<>();

        @Override
        public void labelled(LabelledRole label) {
            all.add(new Label(label));
        }

        @Override
        public void disagreed(LabelDisagreement disagreement) {
            all.add(new Disagreed(disagreement));
        }

        @Override
        public void learnable(TrainingExample example) {
            all.add(new Example(example));
        }

        @Override
        public void forgotten(String resumeId) {
            all.add(new Forgot(resumeId));
        }

        @Override
        public void ignored(IgnoredBecause reason) {
            all.add(new Ignored(reason));
        }

        /** Hands over what was recorded and starts anew. */
        List<Outcome> take() {
            List<Outcome> taken = List.copyOf(all);
            all.clear();
            return taken;
        }

        List<LabelledRole> labels() {
            return of(Label.class).map(Label::value).toList();
        }

        LabelledRole lastLabel() {
            List<LabelledRole> labels = labels();
            return labels.get(labels.size() - 1);
        }

        List<LabelDisagreement> disagreements() {
            return of(Disagreed.class).map(Disagreed::value).toList();
        }

        List<TrainingExample> examples() {
            return of(Example.class).map(Example::value).toList();
        }

        List<String> forgotten() {
            return of(Forgot.class).map(Forgot::resumeId).toList();
        }

        List<IgnoredBecause> ignored() {
            return of(Ignored.class).map(Ignored::reason).toList();
        }

        private <T extends Outcome> Stream<T> of(Class<T> type) {
            return all.stream().filter(type::isInstance).map(type::cast);
        }
    }
}
