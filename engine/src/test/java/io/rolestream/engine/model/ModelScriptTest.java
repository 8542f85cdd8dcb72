package io.rolestream.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.ModelScript.Mode;
import io.rolestream.engine.model.ModelScript.Slice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelScriptTest {
    /** Two layers, of which the first has no norm; its linear layers have no bias. */
    private static final ModelLayout LAYOUT = new ModelLayout.Builder("m.")
            .table("words", 10, 4, "words")
            .linear("layers.0.a|b", 4, 4, false, "l.0.a", "l.0.b")
            .norm("layers.1.norm", 4, "l.1.norm")
            .linear("layers.1.a|b", 4, 4, false, "l.1.a", "l.1.b")
            .build();

    private static ModelScript script(Mode mode, String source) {
        return new ModelScript(LAYOUT, Map.of("LAYERS", 2, "EPS", 0.5, "NAME", "x"), mode, List.of(source));
    }

    @Test
    void shouldReplaceConstants() {
        assertThat(script(Mode.PLAIN, "f(EPS, NAME, LAYERS - 1)").source()).isEqualTo("f(0.5, \"x\", 2 - 1)");
    }

    @Test
    void shouldPlaceWeightsLayerAfterLayer() {
        ModelScript script = script(Mode.PLAIN, "f(@words) g(@layer.norm) h(@layer.a|b)");
        assertThat(script.source()).isEqualTo("f(w[0]) g(w[1 + 3 * i], w[2 + 3 * i]) h(w[3 + 3 * i], None)");
        assertThat(script.tensors()).hasSize(7);
        assertThat(script.tensors().get(6)).isEqualTo(new Slice(4, 0, 2));
    }

    @Test
    void shouldPutInt8LayersIntoAListOfTheirOwn() {
        ModelScript script = script(Mode.INT8, "f(w: WEIGHTS, @layer.a|b, @last.b, @words)");
        assertThat(script.source()).contains("(w[1])[1 + 1 * i]", "(w[1])[0]", "(w[0])[0]");
        assertThat(script.linears()).hasSize(3);
        assertThat(script.linears().get(0).weight()).isEqualTo(new Slice(4, 1, 2));
    }

    @Test
    void shouldPutScalesBesideTheInt8WeightsOfOneDnn() {
        ModelScript script = script(Mode.PACKED_INT8, "f(w: WEIGHTS, @layer.a|b, @words)");
        assertThat(script.source()).isEqualTo("f(w: List[Tensor], w[1 + 2 * i], w[2 + 2 * i], None, w[0])");
        assertThat(script.linears()).isEmpty();
        assertThat(script.isPackable(1)).isTrue();
        assertThat(script.isScales(2)).isTrue();
        assertThat(script.isPackable(2)).isFalse();
    }

    @Test
    void shouldNarrowWholeParametersWhereTheyAreTrained() {
        assertThat(script(Mode.TRAINING, "f(@last.b)").source()).isEqualTo("f(torch.narrow(w[0], 0, 4, 4), None)");
    }

    @Test
    void shouldRefuseWhatTheModelDoesNotHave() {
        assertThatThrownBy(() -> script(Mode.PLAIN, "@head.dense")).hasMessage("the model has no module head.dense");
        assertThatThrownBy(() -> script(Mode.PLAIN, "@layer.c")).hasMessage("no layer of the model has a module c");
        assertThatThrownBy(() -> script(Mode.PLAIN, "HEADS")).hasMessageStartingWith("the model has no constant HEADS");
    }
}
