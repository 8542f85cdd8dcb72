package io.rolestream.dashboard.training;

import io.rolestream.events.TrainerStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The curves of the latest stage of a training, from its trainer's reports. For one thread. */
public final class TrainingCurves {
    private static final int MOST_POINTS = 200;

    private String version = "";
    private String stage = "";
    private final List<double[]> steps = new ArrayList<>();
    private final List<double[]> heldOut = new ArrayList<>();
    private int every = 1;
    private int seen;

    TrainingCurves() {}

    /**
     * Curves to draw.
     *
     * @param model the name of the model
     * @param version of the model in training
     * @param steps epoch, loss and learning rate, -1 if that was not reported, in order
     * @param heldOut epoch, loss and score on held-out examples, in order
     */
    public record Drawn(String model, String version, String stage, List<double[]> steps, List<double[]> heldOut) {}

    /** Adds what a report says, unless no training with steps is under way. */
    void report(TrainerStatus status) {
        String reported = status.getVersion();
        if (reported == null) {
            return;
        }
        double epoch = numberOf(status.getEpoch());
        double loss = numberOf(status.getLoss());
        if (Double.isFinite(epoch) && Double.isFinite(loss)) {
            beginIfOther(reported, status.getStage() == null ? "" : status.getStage(), epoch);
            step(epoch, loss, numberOf(status.getLearningRate()));
        }
        double measured = numberOf(status.getHeldOutEpoch());
        double heldOutLoss = numberOf(status.getHeldOutLoss());
        double score = numberOf(status.getHeldOutScore());
        if (Double.isFinite(measured)
                && Double.isFinite(heldOutLoss)
                && Double.isFinite(score)
                && reported.equals(version)
                && measured > last(heldOut)) {
            add(heldOut, new double[] {measured, heldOutLoss, score});
        }
    }

    /** NaN if it is unknown. What is not finite cannot be drawn, nor written as a number in JSON. */
    private static double numberOf(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private void beginIfOther(String reported, String now, double epoch) {
        if (!reported.equals(version) || !now.equals(stage) || epoch < last(steps)) {
            version = reported;
            stage = now;
            steps.clear();
            heldOut.clear();
            every = 1;
            seen = 0;
        }
    }

    private void step(double epoch, double loss, double rate) {
        if (seen++ % every == 0 && add(steps, new double[] {epoch, loss, Double.isFinite(rate) ? rate : -1})) {
            every *= 2;
        }
    }

    /** Adds a point, and leaves out every second one if there are too many; returns whether that was so. */
    private static boolean add(List<double[]> points, double[] point) {
        points.add(point);
        if (points.size() <= MOST_POINTS) {
            return false;
        }
        for (int i = 1; i < points.size(); i++) {
            points.remove(i);
        }
        return true;
    }

    private static double last(List<double[]> points) {
        return points.isEmpty() ? Double.NEGATIVE_INFINITY : points.get(points.size() - 1)[0];
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    Drawn drawn(String model) {
        return new Drawn(model, version, stage, List.copyOf(steps), List.copyOf(heldOut));
    }
}
