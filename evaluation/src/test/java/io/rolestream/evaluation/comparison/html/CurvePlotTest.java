package io.rolestream.evaluation.comparison.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurvePlotTest {
    @Test
    void shouldFitTheAxesToAllCurves() {
        Map<String, List<CurvePlot.Point>> curves = new LinkedHashMap<>();
        curves.put("reward", List.of(new CurvePlot.Point(0, -1), new CurvePlot.Point(10, 3)));
        curves.put("judge", List.of(new CurvePlot.Point(5, 7)));

        String svg = CurvePlot.of("Scores", "Across: steps.", curves);

        assertThat(svg)
                .contains("<title>Scores</title>", ">reward</text>", ">judge</text>", ">-1.000</text>", ">7.000<");
        assertThat(svg).contains("cx=\"" + Axes.x(0) + "\" cy=\"" + Axes.y(0) + "\"");
        assertThat(svg).contains("cx=\"" + Axes.x(0.5) + "\" cy=\"" + Axes.y(1) + "\"");
        assertThat(svg.split("<circle")).hasSize(4);
    }

    @Test
    void shouldDrawACurveThatIsFlat() {
        String svg = CurvePlot.of(
                "Flat", "Across.", Map.of("", List.of(new CurvePlot.Point(0, 0), new CurvePlot.Point(1, 0))));

        assertThat(svg).doesNotContain("NaN", "Infinity").contains("cy=\"" + Axes.y(0.5) + "\"");
    }
}
