package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolestream.dashboard.config.DashboardConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test of the page in a real browser, of a service that labels resumes with a model, and that shows texts. What the
 * browser complains about fails a test. Skipped where no Chromium is installed.
 */
abstract class PageTest {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final int PHONE = 390;
    static final int DESKTOP = 1440;

    static WatchedStream service;
    static Dashboard dashboard;
    static Chromium browser;

    @BeforeAll
    static void openBrowser() throws Exception {
        assumeTrue(Chromium.isThere(), "no Chromium with its driver is installed here: the page is not tested");
        service = WatchedStream.shared();
        dashboard = service.dashboard(Map.of(DashboardConfig.SHOW_TEXT, "true"));
        await().atMost(PATIENCE).until(() -> service.worker().isReady());
        browser = Chromium.open();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
            dashboard.close();
        }
    }

    @BeforeEach
    void openPage() {
        browser.show(DESKTOP, 900, false);
        browser.driver().get(dashboard.url());
        PageChecks.awaitNews(browser);
    }

    @AfterEach
    void shouldNotComplain() {
        assertThat(browser.complaints())
                .as("errors and violations in the browser's console")
                .isEmpty();
    }
}
