package io.rolestream.engine.model;

import io.rolestream.common.text.Quoted;
import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.AdapterDirectory;
import io.rolestream.engine.model.Parameter.Init;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a model by name, and how a checkpoint names them. A family declares them module by module, in the
 * order in which they are initialized and trained:
 *
 * <pre>{@code
 * new ModelLayout.Builder("bert.")
 *     .table("embeddings.word", vocabSize, hidden, "embeddings.word_embeddings.weight")
 *     .linear("layers.0.attention.query|key|value", hidden, hidden, "encoder.layer.0.attention.self.query", ...)
 *     .norm("layers.0.norm", hidden, "encoder.layer.0.output.LayerNorm")
 *     .head(Head.CLASSIFIER)
 *     .linear("head.output", labels, hidden, "classifier")
 * }</pre>
 *
 * <p>Layers are named {@code layers.0}, {@code layers.1} and so on, so that a script can say {@code @layer.norm} in a
 * loop. A name with bars stands for several linear layers with the same input that are one array, so that they are
 * computed as one.
 */
public final class ModelLayout {
    /** What the names of a critic's modules and tensors begin with. */
    static final String CRITIC = "critic.";

    private static final String OUTPUT = "head";

    private final String prefix;
    private final List<Parameter> parameters;
    private final Map<String, Module> modules;
    private final Map<String, List<String>> otherNames;
    private final Set<String> overflowing;
    private final Set<String> optional;
    private final int encoderSize;
    private final Head head;
    private final @Nullable AdapterConfig adapters;
    private final Map<String, Integer> adapted;

    private ModelLayout(ModelLayout of, Head head, @Nullable AdapterConfig adapters) {
        prefix = of.prefix;
        modules = new HashMap<>(of.modules);
        otherNames = new HashMap<>(of.otherNames);
        overflowing = of.overflowing;
        optional = of.optional;
        this.head = head;
        this.adapters = adapters;
        boolean critic = head == Head.ACTOR_CRITIC;
        List<Parameter> all = new ArrayList<>(of.parameters);
        if (critic) {
            addCritic(of, all, adapters == null);
        }
        encoderSize = all.size();
        adapted = adapters == null ? Map.of() : Map.copyOf(adapt(all, adapters, critic));
        if (critic) {
            modules.put(CRITIC + "value", new Module(all.size(), all.size() + 1, 0, false, false));
            long size = of.parameters
                    .get(Objects.requireNonNull(of.module("norm")).weight())
                    .elements();
            String name = CRITIC + "value.";
            all.add(new Parameter(name + "weight", List.of(name + "weight"), List.of(1L, size), Init.ZERO, true));
            all.add(new Parameter(name + "bias", List.of(name + "bias"), List.of(1L), Init.ZERO, false));
        }
        parameters = List.copyOf(all);
    }

    /** Adds the body of a critic, which is the decoder's without its head: its own copy, or the same parameters. */
    private void addCritic(ModelLayout of, List<Parameter> all, boolean copy) {
        int[] places = IntStream.range(0, of.parameters.size()).toArray();
        for (int i = 0; copy && i < places.length; i++) {
            Parameter one = of.parameters.get(i);
            if (one.name().startsWith(OUTPUT + ".")) {
                continue;
            }
            places[i] = all.size();
            for (String tensor : one.tensors()) {
                List<String> names = new ArrayList<>(List.of(tensor));
                names.addAll(of.otherNames(tensor));
                otherNames.put(CRITIC + tensor, names);
            }
            all.add(one.under(CRITIC));
        }
        of.modules.forEach((name, one) -> {
            if (!name.equals(OUTPUT)) {
                int bias = one.bias() < 0 ? -1 : places[one.bias()];
                modules.put(
                        CRITIC + name, new Module(places[one.weight()], bias, one.part(), one.packable(), one.bare()));
            }
        });
    }

    private ModelLayout(Builder builder) {
        prefix = builder.prefix;
        parameters = List.copyOf(builder.parameters);
        modules = Map.copyOf(builder.modules);
        otherNames = Map.copyOf(builder.otherNames);
        overflowing = Set.copyOf(builder.overflowing);
        optional = Set.copyOf(builder.optional);
        encoderSize = builder.head == null ? parameters.size() : builder.encoderSize;
        head = builder.head == null ? Head.NONE : builder.head;
        adapters = null;
        adapted = Map.of();
    }

    /**
     * Adds adapters of the linear layers of all layers.
     *
     * @param all the parameters, to which theirs are added: A, then B
     * @return the index of A, by the name of the adapted module
     */
    private Map<String, Integer> adapt(List<Parameter> all, AdapterConfig wanted, boolean critic) {
        Map<String, Integer> result = new LinkedHashMap<>();
        Set<String> found = new TreeSet<>();
        for (int i = 0; i < encoderSize; i++) {
            Parameter weight = all.get(i);
            for (int part = 0; part < weight.tensors().size(); part++) {
                String name = linear(i, part);
                if (name == null) {
                    continue;
                }
                String module = weight.tensors().get(part).replaceFirst("\\.weight$", "");
                String last = module.substring(module.lastIndexOf('.') + 1);
                found.add(last);
                if (wanted.targets().contains(last)) {
                    result.put(name, all.size());
                    all.addAll(adapter(name, module, weight, wanted.rank()));
                }
            }
        }
        for (String target : wanted.targets()) {
            if (!found.contains(target)) {
                throw new IllegalArgumentException(
                        "the model has no linear layers " + Quoted.of(target) + " to adapt, but " + Quoted.list(found));
            }
        }
        if (critic) {
            Map<String, Integer> own = Map.copyOf(result);
            List.copyOf(all.subList(encoderSize, all.size())).forEach(one -> all.add(one.under(CRITIC)));
            own.forEach((name, a) -> result.put(CRITIC + name, a + 2 * own.size()));
        }
        return result;
    }

    /** A and B of a module. */
    private static List<Parameter> adapter(String name, String module, Parameter weight, long rank) {
        return List.of(
                new Parameter(
                        name + ".a",
                        List.of(AdapterDirectory.tensorName(module, true)),
                        List.of(rank, weight.shape().get(1)),
                        Init.UNIFORM,
                        true),
                new Parameter(
                        name + ".b",
                        List.of(AdapterDirectory.tensorName(module, false)),
                        List.of(weight.tensorRows(), rank),
                        Init.ZERO,
                        true));
    }

    /** The name of a linear layer inside a layer, with this weight; null if there is none. */
    private @Nullable String linear(int weight, int part) {
        return modules.entrySet().stream()
                .filter(one ->
                        one.getKey().startsWith("layers.") && one.getValue().packable())
                .filter(one ->
                        one.getValue().weight() == weight && one.getValue().part() == part)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /**
     * The arrays of a module, which may share them with other modules.
     *
     * @param weight index of the weight
     * @param bias index of the bias, or -1
     * @param part which of the weight's tensors
     * @param packable whether it is a linear layer of the encoder, which inference keeps in its own layout
     * @param bare whether a script names the weight alone, as that of a table, and not a weight with its bias
     */
    record Module(int weight, int bias, int part, boolean packable, boolean bare) {}

    /**
     * The same parameters, of a decoder that is trained; none of them can be missing. A critic has a copy of the body
     * of its own, and what it adds is the head's parameters: a linear layer, first 0. With adapters, these alone are
     * trained, and a critic's layer; policy and critic then have the same body, each with its own adapters.
     *
     * @param wanted one that generates
     * @param config null to train all parameters
     * @throws IllegalArgumentException if the model has no layers of a target's name
     */
    ModelLayout toTrain(Head wanted, @Nullable AdapterConfig config) {
        return new ModelLayout(this, wanted, config);
    }

    /** The adapters, or null without. */
    @Nullable
    AdapterConfig adapters() {
        return adapters;
    }

    /** The index of A of a module's adapter, with B behind it; null if it has none. */
    @Nullable
    Integer adapter(String module) {
        return adapted.get(module);
    }

    /** The parameters before this one are not trained. */
    int firstTrained() {
        return adapters == null ? 0 : encoderSize;
    }

    /** The prefix of the encoder's tensors in a checkpoint; base models are often saved without it. */
    String prefix() {
        return prefix;
    }

    /** All parameters, the encoder's first. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** The parameters of the head. */
    List<Parameter> headParameters() {
        return parameters.subList(encoderSize, parameters.size());
    }

    /** Whether what a parameter leads to can exceed 16-bit floats, so that it is computed in float32 instead. */
    boolean overflowsFp16(int index) {
        return overflowing.contains(parameters.get(index).name());
    }

    Head head() {
        return head;
    }

    /** Names under which some checkpoints have a tensor instead of its own. */
    List<String> otherNames(String tensor) {
        return otherNames.getOrDefault(tensor, List.of());
    }

    /** Whether a checkpoint may lack a tensor, which is 0 then. */
    boolean isOptional(String tensor) {
        return optional.contains(tensor);
    }

    @Nullable
    Module module(String name) {
        return modules.get(name);
    }

    /** Declares parameters. Names in a checkpoint are given without {@code .weight} or {@code .bias}. */
    public static final class Builder {
        private final String prefix;
        private final List<Parameter> parameters = new ArrayList<>();
        private final Map<String, Module> modules = new HashMap<>();
        private final Map<String, List<String>> otherNames = new HashMap<>();
        private final Set<String> overflowing = new HashSet<>();
        private final Set<String> optional = new HashSet<>();
        private int encoderSize;
        private @Nullable Head head;

        /** @param prefix of the encoder's names in a checkpoint, such as {@code bert.}; a base model may lack it */
        public Builder(String prefix) {
            this.prefix = prefix;
        }

        /** From here on, names in a checkpoint are those of a head, without the prefix. */
        public Builder head(Head newHead) {
            head = newHead;
            encoderSize = parameters.size();
            return this;
        }

        public Builder table(String name, long rows, long columns, String module) {
            registerBare(name);
            return add(name, Init.NORMAL, true, List.of(rows, columns), module + ".weight");
        }

        /** The last table or weight may be in a checkpoint under other names; the first that is there counts. */
        public Builder orNamed(String... modules) {
            List<String> tensors = parameters.get(parameters.size() - 1).tensors();
            otherNames.put(
                    tensors.get(0),
                    Arrays.stream(with(".weight", modules)).map(prefix::concat).toList());
            return this;
        }

        /** Another name in scripts for a table. */
        public Builder sameTable(String name, String table) {
            return put(name, tableCalled(table));
        }

        /** A linear layer with a bias, or several of the same shape; {@code outputs} are those of each. */
        public Builder linear(String name, long outputs, long inputs, String... names) {
            return linear(name, outputs, inputs, true, names);
        }

        /** A linear layer, or several of the same shape; {@code outputs} are those of each. */
        public Builder linear(String name, long outputs, long inputs, boolean bias, String... names) {
            register(name, parameters.size(), bias ? parameters.size() + 1 : -1, head == null);
            long rows = outputs * names.length;
            add(name + ".weight", Init.NORMAL, true, List.of(rows, inputs), with(".weight", names));
            return bias ? add(name + ".bias", Init.ZERO, false, List.of(rows), with(".bias", names)) : this;
        }

        public Builder norm(String name, long size, String module) {
            return norm(name, size, true, module);
        }

        public Builder norm(String name, long size, boolean bias, String module) {
            register(name, parameters.size(), bias ? parameters.size() + 1 : -1, false);
            add(name + ".weight", Init.ONE, false, List.of(size), module + ".weight");
            return bias ? add(name + ".bias", Init.ZERO, false, List.of(size), module + ".bias") : this;
        }

        /** A linear layer without a bias, whose weight is a table. */
        public Builder tiedLinear(String name, String table) {
            register(name, tableCalled(table).weight(), -1, head == null);
            return this;
        }

        /** A linear layer without a bias whose results can exceed 16-bit floats. */
        public Builder overflowingLinear(String name, long outputs, long inputs, String module) {
            overflowing.add(name + ".weight");
            return linear(name, outputs, inputs, false, module);
        }

        /** A bias without a weight; {@code tensor} is its full name. */
        public Builder bias(String name, long size, String tensor) {
            registerBare(name);
            return add(name, Init.ZERO, false, List.of(size), tensor);
        }

        /** A row that a checkpoint may lack, which is 0 then; {@code tensor} is its full name, without a prefix. */
        public Builder optionalRow(String name, long size, String tensor) {
            registerBare(name);
            parameters.add(new Parameter(name, List.of(tensor), List.of(1L, size), Init.ZERO, false));
            optional.add(tensor);
            return this;
        }

        public ModelLayout build() {
            return new ModelLayout(this);
        }

        private Builder add(String name, Init init, boolean decays, List<Long> shape, String... tensors) {
            String first = head == null ? prefix : "";
            parameters.add(new Parameter(
                    name, Arrays.stream(tensors).map(first::concat).toList(), shape, init, decays));
            return this;
        }

        private void registerBare(String name) {
            put(name, new Module(parameters.size(), -1, 0, false, true));
        }

        private void register(String name, int weight, int bias, boolean packable) {
            String[] parts = name.substring(name.lastIndexOf('.') + 1).split("\\|");
            String parent = name.substring(0, name.lastIndexOf('.') + 1);
            for (int part = 0; part < parts.length; part++) {
                put(parent + parts[part], new Module(weight, bias, part, packable, false));
            }
        }

        private Module tableCalled(String name) {
            Module table = modules.get(name);
            if (table == null || !table.bare()) {
                throw new IllegalArgumentException("no table is called " + name);
            }
            return table;
        }

        private Builder put(String name, Module module) {
            if (modules.put(name, module) != null) {
                throw new IllegalArgumentException("two modules are called " + name);
            }
            return this;
        }

        private static String[] with(String ending, String... names) {
            return Arrays.stream(names).map(name -> name + ending).toArray(String[]::new);
        }
    }
}
