package io.rolestream.stream.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdTableTest {
    private static byte[] id(int number) {
        return ("resume-" + number).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldAgreeWithAMapOfIds() {
        Random random = new Random(1);
        IdTable table = new IdTable();
        Map<Integer, Long> map = new HashMap<>();
        for (long offset = 0; offset < 50_000; offset++) {
            int number = random.nextInt(20_000);
            if (random.nextInt(4) == 0) {
                table.remove(id(number));
                map.remove(number);
            } else {
                table.put(id(number), offset);
                map.put(number, offset);
            }
        }
        for (int number = 0; number < 20_000; number++) {
            assertThat(table.get(id(number))).isEqualTo(map.getOrDefault(number, IdTable.NONE));
        }
        assertThat(table.numbers().boxed()).containsExactlyInAnyOrderElementsOf(map.values());
    }

    @Test
    void shouldKnowNothingAtFirst() {
        assertThat(new IdTable().get(id(1))).isEqualTo(IdTable.NONE);
        assertThat(new IdTable().numbers()).isEmpty();
    }
}
