package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import java.util.List;
import java.util.TreeSet;

/**
 * Low-rank adapters of linear layers (LoRA, Hu et al., 2021), as PEFT's {@value #FILE} describes them: beside each
 * weight {@code [outputs, inputs]} two that are narrow, A {@code [rank, inputs]} and B {@code [outputs, rank]}, whose
 * product times {@link #scale} is added to it.
 *
 * @param base the name or the directory of the model that they adapt, for the file
 * @param rank from 1 to {@value #MAX_RANK}
 * @param alpha above 0, at most {@value #MAX_ALPHA}; what they add is divided by the rank and multiplied with this
 * @param targets the last names of the modules, such as {@code q_proj}, at least one; in all layers
 */
public record AdapterConfig(String base, int rank, double alpha, List<String> targets) {
    public static final String FILE = "adapter_config.json";

    /** All linear layers of Llama's layers. */
    public static final List<String> LINEAR =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    static final int MAX_RANK = 1024;
    static final int MAX_ALPHA = 1 << 20;
    static final String TYPE = "LORA";

    public AdapterConfig {
        targets = List.copyOf(new TreeSet<>(targets));
        if (rank < 1 || rank > MAX_RANK) {
            throw new IllegalArgumentException("the rank must be from 1 to " + MAX_RANK + ", not " + rank);
        }
        checkAlpha("alpha", alpha);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("adapters need target modules, such as " + String.join(", ", LINEAR));
        }
    }

    /** @param name of the value, for the message */
    static void checkAlpha(String name, double alpha) {
        if (!(alpha > 0 && alpha <= MAX_ALPHA)) {
            throw new IllegalArgumentException(name + " must be above 0 and at most " + MAX_ALPHA + ", not " + alpha);
        }
    }

    /** What the product of B and A is multiplied with. */
    public double scale() {
        return alpha / rank;
    }

    /** Facts, in words, that must not change for a training to be resumed. */
    public String facts() {
        return "rank " + rank + ", alpha " + alpha + ", " + String.join(" ", targets);
    }

    /** The content of the file, as PEFT reads it. */
    ObjectNode json() {
        ObjectNode json = JsonFiles.newObject();
        json.put("base_model_name_or_path", base);
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("init_lora_weights", true);
        json.put("lora_alpha", alpha);
        json.put("lora_dropout", 0.0);
        json.put("peft_type", TYPE);
        json.put("r", rank);
        ArrayNode modules = json.putArray("target_modules");
        targets.forEach(modules::add);
        json.put("task_type", "CAUSAL_LM");
        return json;
    }
}
