package io.rolestream.engine.model;

import io.rolestream.engine.torch.Int8Arithmetic;
import io.rolestream.engine.torch.Script;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
 *       packed with it, or its weight, scales and bias if oneDNN computes it.
 *   <li>{@code @layer.up} is the module of the layer {@code i}, a variable of the function; {@code @last.up} that of
 *       the last layer. {@code @decoder.layer.up} and {@code @decoder.last.up} are those of a second stack, whose
 *       modules are called {@code decoder.layers.0.up} and so on; {@code DECODER_LAYERS} is their number.
 *   <li>{@code @layer.attention.query|key|value} are several linear layers computed as one, their outputs beside each
 *       other.
 *   <li>Where adapters are trained, two more arguments of a layer's linear module are its adapter, or {@code None}.
 *   <li>A line with {@code @?embeddings.type} is left out if the model has no such module.
 *   <li>{@code HEADS} and other words in capitals are the family's constants, {@code WEIGHTS} the type of the argument
 *       {@code w}, and {@code REDUCED} says whether 8-bit activations use half of their range on this CPU.
 * </ul>
 *
 * <p>Only weights that are named are in the lists, in the order of {@link #tensors} and {@link #linears}.
 */
final class ModelScript {
    private static final Pattern NAME = Pattern.compile("@([a-z0-9_.|]+)");
    private static final Pattern OPTIONAL_LINE = Pattern.compile("(?m)^.*@\\?([a-z0-9_.|]+).*\\n");
    private static final Pattern IN_STACK = Pattern.compile("((?:[a-z]+\\.)?)(layer|last)\\.(.+)");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*\\n");
    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z_]+\\b");
    private static final String PACKED_TYPE = "__torch__.torch.classes.quantized.LinearPackedParamsBase";
    private static final String LAYER = "layer";
    private static final String LAYERS = "LAYERS";

    enum Mode {
        PLAIN,
        PACKED,
        INT8,
        PACKED_INT8,
        TRAINING,
        /** Training of adapters. */
        ADAPTED;

        /** That of inference. */
        static Mode of(Precision precision, boolean packed) {
            if (precision == Precision.INT8) {
                return packed ? PACKED_INT8 : INT8;
            }
            return packed ? PACKED : PLAIN;
        }

        /** The source of its linear layers. */
        String layers() {
            return shared(name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Some or all of a parameter's tensors.
     *
     * @param parameter its index
     * @param from the first of its tensors
     * @param to the one after the last
     */
    record Slice(int parameter, int from, int to) {}

    /**
     * A module that all layers of a stack have.
     *
     * @param stack the prefix of its layers: empty, or a name with a full stop
     * @param last whether the name stands for the last layer's alone
     */
    private record Repeated(String stack, boolean last, String module) {
        static @Nullable Repeated of(String name) {
            Matcher parts = IN_STACK.matcher(name);
            return parts.matches()
                    ? new Repeated(parts.group(1), !parts.group(2).equals(LAYER), parts.group(3))
                    : null;
        }

        String in(int layer) {
            return stack + "layers." + layer + "." + module;
        }
    }

    /** @param packable see {@link ModelLayout.Module}, as for the others */
    record Named(Slice weight, @Nullable Slice bias, boolean packable, boolean bare) {}

    private final ModelLayout layout;
    private final Map<String, Object> constants;
    private final Mode mode;
    private final List<Slice> tensors = new ArrayList<>();
    private final BitSet packable = new BitSet();
    private final BitSet scales = new BitSet();
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
        String all = COMMENT.matcher(String.join("", parts)).replaceAll("").replace("WEIGHTS", type);
        String raw = OPTIONAL_LINE.matcher(all).replaceAll(this::ifThere);
        place(names(raw));
        String named = NAME.matcher(raw).replaceAll(match -> Matcher.quoteReplacement(expression(match)));
        source = CONSTANT.matcher(named).replaceAll(match -> Matcher.quoteReplacement(literal(match.group())));
    }

    private String literal(String name) {
        if (name.equals("REDUCED")) {
            return Int8Arithmetic.saturates() ? "True" : "False";
        }
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

    private String ifThere(MatchResult line) {
        String name = line.group(1);
        Repeated repeated = Repeated.of(name);
        boolean there = repeated == null
                ? find(name) != null
                : IntStream.range(0, layers(repeated.stack())).anyMatch(layer -> find(repeated.in(layer)) != null);
        return there ? Matcher.quoteReplacement(line.group().replace("@?", "@")) : "";
    }

    private int layers(String stack) {
        String name = stack.isEmpty()
                ? LAYERS
                : stack.substring(0, stack.length() - 1).toUpperCase(Locale.ROOT) + "_" + LAYERS;
        return Integer.parseInt(literal(name));
    }

    private String expression(MatchResult match) {
        return expressions.getOrDefault(match.group(1), "");
    }

    /** Assigns places: first to names outside layers, then layer by layer. */
    private void place(Set<String> names) {
        Map<String, List<String>> stacks = new LinkedHashMap<>();
        Map<Named, String> placed = new HashMap<>(); // a table with two names is there once
        for (String name : names) {
            Repeated repeated = Repeated.of(name);
            if (repeated != null && !repeated.last()) {
                stacks.computeIfAbsent(repeated.stack(), stack -> new ArrayList<>())
                        .add(name);
                continue;
            }
            String module = repeated == null ? name : repeated.in(layers(repeated.stack()) - 1);
            Named named = find(module);
            if (named == null) {
                throw new IllegalArgumentException("the model has no module " + module);
            }
            expressions.put(name, placed.computeIfAbsent(named, one -> add(one, "", 0)));
        }
        stacks.forEach(this::placeLayers);
    }

    private void placeLayers(String stack, List<String> names) {
        int tensorsBefore = tensors.size();
        int linearsBefore = linears.size();
        for (int layer = 0; layer < layers(stack); layer++) {
            int tensorStride = (tensors.size() - tensorsBefore) / Math.max(1, layer);
            int linearStride = (linears.size() - linearsBefore) / Math.max(1, layer);
            for (String name : names) {
                Named named = ofLayer(name, layer);
                boolean packed = isPacked(named);
                int stride = packed ? linearStride : tensorStride;
                String more = layer == 0 ? "" : " + " + stride + " * i";
                String expression = add(named, more, layer * stride);
                if (mode == Mode.ADAPTED && named.packable()) {
                    expression += adapter(name, layer, more, layer * stride);
                }
                if (layer <= 1) {
                    expressions.put(name, expression);
                }
            }
        }
    }

    private String adapter(String name, int layer, String more, int minus) {
        Integer a = layout.adapter(Objects.requireNonNull(Repeated.of(name)).in(layer));
        return a == null
                ? ", None, None"
                : ", " + element("w", new Slice(a, 0, 1), more, minus) + ", "
                        + element("w", new Slice(a + 1, 0, 1), more, minus);
    }

    /** The module of a layer; if it has none, that of another layer, whose place is then unused. */
    private Named ofLayer(String name, int layer) {
        Repeated repeated = Objects.requireNonNull(Repeated.of(name));
        Named named = find(repeated.in(layer));
        for (int other = 0; named == null && other < layers(repeated.stack()); other++) {
            named = find(repeated.in(other));
        }
        if (named == null) {
            throw new IllegalArgumentException("no layer of the model has a module " + repeated.module());
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
                first.packable(),
                first.bare());
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
        packable.set(tensors.size(), named.packable());
        String weight = element(list, named.weight(), more, minus);
        if (named.bare()) {
            return weight;
        }
        if (mode == Mode.PACKED_INT8 && named.packable()) {
            scales.set(tensors.size());
            weight += ", " + element(list, named.weight(), more, minus);
        }
        return weight + ", " + (named.bias() == null ? "None" : element(list, named.bias(), more, minus));
    }

    private String element(String list, Slice slice, String more, int minus) {
        Parameter parameter = layout.parameters().get(slice.parameter());
        boolean whole = slice.to() - slice.from() == parameter.tensors().size();
        if ((mode == Mode.TRAINING || mode == Mode.ADAPTED) && !whole) { // gradients belong to whole parameters
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

    /**
     * Whether an element of the list of tensors is the weight of a linear layer, which inference keeps in its own
     * layout.
     */
    boolean isPackable(int place) {
        return packable.get(place);
    }

    /** Whether an element of the list of tensors holds the scales of the 8-bit weight before it. */
    boolean isScales(int place) {
        return scales.get(place);
    }

    /** What is in the list of int8 layers. */
    List<Named> linears() {
        return linears;
    }

    static String shared(String name) {
        return Script.source(ModelScript.class, name);
    }
}
