package io.rolestream.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventHubTest {
    private final EventHub hub = new EventHub(new ObjectMapper(), 2);

    /** A page that takes nothing until it is told to. */
    private static final class SlowPage extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch may = new CountDownLatch(1);

        @Override
        public void write(int octet) {
            taken.write(octet);
        }

        @Override
        public void flush() throws IOException {
            begun.countDown();
            try {
                may.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldSendASlowPageTheLatestAlone() throws Exception {
        SlowPage page = new SlowPage();
        Thread sending = new Thread(() -> hub.send(page, "history", Map.of(), () -> true));
        sending.start();
        page.begun.await();
        for (int i = 1; i <= 100; i++) {
            hub.publish(Map.of("status", Map.of("n", i), "same", Map.of("n", 0)));
        }
        page.may.countDown();
        while (!page.text().contains("\"n\":100")) {
            Thread.sleep(5);
        }
        hub.close();
        sending.join();

        assertThat(page.text()).startsWith("event: history\ndata: {}\n\n").doesNotContain("\"n\":99");
        assertThat(page.text().split("event: status", -1)).hasSize(2);
    }

    @Test
    void shouldSendAPartAgainOnlyWhereItHasChanged() throws Exception {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        hub.publish(Map.of("same", 1));
        hub.publish(Map.of("same", 1));
        Thread sending = new Thread(() -> hub.send(page, "history", Map.of(), () -> true));
        sending.start();
        while (!page.toString(StandardCharsets.UTF_8).contains("same")) {
            Thread.sleep(5);
        }
        hub.publish(Map.of("same", 1));
        hub.publish(Map.of("other", 1));
        while (!page.toString(StandardCharsets.UTF_8).contains("other")) {
            Thread.sleep(5);
        }
        hub.close();
        sending.join();

        assertThat(page.toString(StandardCharsets.UTF_8).split("event: same", -1))
                .hasSize(2);
    }

    @Test
    void shouldHaveSoManyPagesAtATime() {
        hub.enter();
        hub.enter();
        assertThatThrownBy(hub::enter)
                .isInstanceOf(ServiceUnavailableResponse.class)
                .hasMessageContaining("dashboard.max.pages");
        hub.leave();
        hub.enter();
    }
}
