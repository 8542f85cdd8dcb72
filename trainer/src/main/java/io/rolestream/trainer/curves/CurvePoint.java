package io.rolestream.trainer.curves;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.ValidationResult;
import org.jspecify.annotations.Nullable;

/**
 * A step of a training.
 *
 * @param epoch passes over the examples until after the step
 * @param loss mean of the step's examples, before the step
 * @param rate the learning rate
 * @param heldOut the result on validation examples after the step; null if they were not measured
 */
record CurvePoint(
        long step,
        double epoch,
        double loss,
        double rate,
        @Nullable ValidationResult heldOut) {
    static CurvePoint of(TrainingProgress progress) {
        return new CurvePoint(
                progress.step().step(),
                progress.epoch(),
                progress.step().loss(),
                progress.step().rate(),
                progress.validation());
    }

    String line() {
        ObjectNode line = JsonFiles.newObject();
        line.put("step", step).put("epoch", epoch).put("loss", loss).put("rate", rate);
        if (heldOut != null) {
            line.put("held_out_loss", heldOut.loss()).put("held_out_accuracy", heldOut.accuracy());
            if (heldOut.macroF1() != null) {
                line.put("held_out_macro_f1", heldOut.macroF1());
            }
        }
        return line.toString();
    }

    static CurvePoint of(JsonNode line) {
        long step = line.path("step").longValue();
        JsonNode f1 = line.path("held_out_macro_f1");
        return new CurvePoint(
                step,
                line.path("epoch").doubleValue(),
                line.path("loss").doubleValue(),
                line.path("rate").doubleValue(),
                line.has("held_out_loss")
                        ? new ValidationResult(
                                step,
                                line.path("held_out_loss").doubleValue(),
                                line.path("held_out_accuracy").doubleValue(),
                                f1.isNumber() ? f1.doubleValue() : null)
                        : null);
    }
}
