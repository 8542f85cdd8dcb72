package io.rolestream.engine.model;

import io.rolestream.engine.torch.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The TorchScript source of one model, put together of what all families share, the linear layers of a mode, and the
 * family's own forward pass. The family's source is the same for every mode: it names parameters and constants, which
 * become places in lists and literals here, so that names cost nothing when the script runs, and a wrong one is found
 * when the model is loaded.
 *
 * <ul>
 *   <li>{@code @head.dense} becomes the arguments that hold this module: weight and bias of a linear layer or norm
 *       ({@code None} where it has no bias), the table of embeddings, the weight alone of an int8 layer, whose bias is
 *       packed with it.
 *   <li>{@code @layer.up} is the module of the layer {@code i}, a variable of the function; {@code @last.up} that of
 *       the last layer.
 *   <li>{@code @layer.attention.query|key|value} are several linear layers computed as one, their outputs beside each
 *       other.
 *   <li>{@code HEADS} and other words in capitals are the family's constants, and {@code WEIGHTS} the type of the
 *       argument {@code w}.
 * </ul>
 *
 * <p>Only weights that are named are in the lists, in the order of {@link #tensors} and {@link #linears}.
 */
final class ModelScript {
    private static final Pattern NAME = Pattern.compile("@([a-z0-9_.|]+)");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*\\n");
    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z_]+\\b");
    private static final String PACKED_TYPE = "__torch__.torch.classes.quantized.LinearPackedParamsBase";
    private static final String LAYER = "layer.";
    private static final String LAST = "last.";
    private static final String LAYERS = "LAYERS";

    enum Mode {
        PLAIN,
        PACKED,
        INT8,
        TRAINING
    }

    /**
     * Some or all of a parameter's tensors.
     *
     * @param parameter its index
     * @param from the first of its tensors
     * @param to the one after the last
     */
    record Slice(int parameter, int from, int to) {}

    /** @param packable see {@link ModelLayout.Module} */
    record Named(Slice weight, @Nullable Slice bias, boolean packable) {}

    private final ModelLayout layout;
    private final Map<String, Object> constants;
    private final Mode mode;
    private final int layers;
    private final List<Slice> tensors = new ArrayList<>();
    private final List<Named> linears = new ArrayList<>();
    private final Map<String, String> expressions = new LinkedHashMap<>();
    private final String source;

    /**
     * @param constants numbers and texts by name; {@code LAYERS} must be among them
     * @param parts sources in order
     * @throws IllegalArgumentException if a source names a module or constant that the model does not have
     */
    ModelScript(ModelLayout layout, Map<String, ?> constants, Mode mode, List<String> parts) {
        this.layout = layout;
        this.mode = mode;
        this.constants = new LinkedHashMap<>(constants);
        String type = mode == Mode.INT8 ? "Tuple[List[Tensor], List[" + PACKED_TYPE + "]]" : "List[Tensor]";
        layers = Integer.parseInt(literal(LAYERS));
        String raw = COMMENT.matcher(String.join("", parts)).replaceAll("").replace("WEIGHTS", type);
        place(names(raw));
        String named = NAME.matcher(raw).replaceAll(match -> Matcher.quoteReplacement(expression(match)));
        source = CONSTANT.matcher(named).replaceAll(match -> Matcher.quoteReplacement(literal(match.group())));
    }

    private String literal(String name) {
        Object value = constants.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the model has no constant " + name + ", but " + constants.keySet());
        }
        return value instanceof String text ? '"' + text + '"' : value.toString();
    }

    private static Set<String> names(String raw) {
        Set<String> names = new LinkedHashSet<>();
        NAME.matcher(raw).results().forEach(match -> names.add(match.group(1)));
        return names;
    }

    private String expression(MatchResult match) {
        return expressions.getOrDefault(match.group(1), "");
    }

    /** Assigns places: first to names outside layers, then layer by layer. */
    private void place(Set<String> names) {
        for (String name : names) {
            if (!name.startsWith(LAYER)) {
                String module =
                        name.startsWith(LAST) ? "layers." + (layers - 1) + "." + name.substring(LAST.length()) : name;
                Named named = find(module);
                if (named == null) {
                    throw new IllegalArgumentException("the model has no module " + module);
                }
                expressions.put(name, add(named, "", 0));
            }
        }
        List<String> repeated =
                names.stream().filter(name -> name.startsWith(LAYER)).toList();
        int tensorsBefore = tensors.size();
        int linearsBefore = linears.size();
        for (int layer = 0; layer < layers; layer++) {
            int tensorStride = (tensors.size() - tensorsBefore) / Math.max(1, layer);
            int linearStride = (linears.size() - linearsBefore) / Math.max(1, layer);
            for (String name : repeated) {
                Named named = ofLayer(name, layer);
                boolean packed = isPacked(named);
                int stride = packed ? linearStride : tensorStride;
                String expression = add(named, layer == 0 ? "" : " + " + stride + " * i", layer * stride);
                if (layer <= 1) {
                    expressions.put(name, expression);
                }
            }
        }
    }

    /** The module of a layer; if it has none, that of another layer, whose place is then unused. */
    private Named ofLayer(String name, int layer) {
        String module = name.substring(LAYER.length());
        Named named = find("layers." + layer + "." + module);
        for (int other = 0; named == null && other < layers; other++) {
            named = find("layers." + other + "." + module);
        }
        if (named == null) {
            throw new IllegalArgumentException("no layer of the model has a module " + module);
        }
        return named;
    }

    private @Nullable Named find(String name) {
        String parent = name.substring(0, name.lastIndexOf('.') + 1);
        String[] parts = name.substring(parent.length()).split("\\|");
        ModelLayout.Module first = layout.module(parent + parts[0]);
        if (first == null) {
            return null;
        }
        for (int i = 1; i < parts.length; i++) {
            ModelLayout.Module next = layout.module(parent + parts[i]);
            if (next == null || next.weight() != first.weight() || next.part() != first.part() + i) {
                throw new IllegalArgumentException(name + " are not one after the other in one parameter");
            }
        }
        int to = first.part() + parts.length;
        return new Named(
                new Slice(first.weight(), first.part(), to),
                first.bias() < 0 ? null : new Slice(first.bias(), first.part(), to),
                first.packable());
    }

    private boolean isPacked(Named named) {
        return mode == Mode.INT8 && named.packable();
    }

    /**
     * Adds weights to the lists.
     *
     * @param more added to their index
     * @param minus subtracted from their index
     */
    private String add(Named named, String more, int minus) {
        if (isPacked(named)) {
            linears.add(named);
            return "(w[1])[" + (linears.size() - 1 - minus) + more + "]";
        }
        String list = mode == Mode.INT8 ? "(w[0])" : "w";
        String weight = element(list, named.weight(), more, minus);
        if (layout.parameters().get(named.weight().parameter()).name().endsWith(".weight")) {
            return weight + ", " + (named.bias() == null ? "None" : element(list, named.bias(), more, minus));
        }
        return weight;
    }

    private String element(String list, Slice slice, String more, int minus) {
        Parameter parameter = layout.parameters().get(slice.parameter());
        boolean whole = slice.to() - slice.from() == parameter.tensors().size();
        if (mode == Mode.TRAINING && !whole) { // gradients belong to whole parameters
            tensors.add(new Slice(slice.parameter(), 0, parameter.tensors().size()));
            return "torch.narrow(" + list + "[" + (tensors.size() - 1 - minus) + more + "], 0, "
                    + slice.from() * parameter.tensorRows() + ", "
                    + (slice.to() - slice.from()) * parameter.tensorRows() + ")";
        }
        tensors.add(slice);
        return list + "[" + (tensors.size() - 1 - minus) + more + "]";
    }

    String source() {
        return source;
    }

    /** What is in the list of tensors. */
    List<Slice> tensors() {
        return tensors;
    }

    /** What is in the list of int8 layers. */
    List<Named> linears() {
        return linears;
    }

    static String shared(String name) {
        return Script.source(ModelScript.class, name);
    }
}
