package io.rolestream.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The dashboard's page in a Chromium without a window, with a probe in it. */
final class OpenPage implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBE = "page-probe.js";
    private static final long PAGE_BYTES = 4_096;
    private static final List<String> SECTIONS =
            List.of("flow", "confusion", "roles", "models", "keywords", "deadletters", "try", "review", "lookup");

    private final ChromeDriver driver;

    OpenPage(Path browser, Path driverProgram, String url) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--window-size=1440,900");
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(driverProgram.toString()))
                        .usingAnyFreePort()
                        .build(),
                options);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", probe()));
        driver.executeCdpCommand("Performance.enable", Map.of());
        driver.get(url);
    }

    private static String probe() {
        try (InputStream in = OpenPage.class.getResourceAsStream(PROBE)) {
            if (in == null) {
                throw new IllegalStateException("The class path lacks " + PROBE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the page has done since the last call.
     *
     * @param bytes of the events' JSON, in characters
     * @param busy milliseconds in event handlers
     * @param longTasks tasks of more than 50 ms, by the browser's count
     * @param longest of them, in milliseconds
     * @param ages milliseconds from creating a status on the server to painting it
     * @param status the latest; empty before the first
     * @param silent milliseconds since it was created
     */
    record Taken(
            long events,
            long bytes,
            double busy,
            long longTasks,
            double longest,
            List<Double> ages,
            JsonNode status,
            long silent) {
        /** A number of the latest status; NaN where there is none. */
        double figure(String name) {
            return status.path(name).asDouble(Double.NaN);
        }
    }

    Taken take() throws IOException {
        return JSON.readValue(String.valueOf(driver.executeScript("return JSON.stringify(takeProbe())")), Taken.class);
    }

    /** The page's metrics of the DevTools protocol, such as {@code JSHeapUsedSize}, after a full collection. */
    Map<String, Double> afterCollection() {
        driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        JsonNode answer = JSON.valueToTree(driver.executeCdpCommand("Performance.getMetrics", Map.of()));
        Map<String, Double> result = new HashMap<>();
        answer.path("metrics")
                .forEach(metric -> result.put(
                        metric.path("name").asText(), metric.path("value").asDouble()));
        return result;
    }

    /** Processor time of the browser with all its processes so far. */
    static Duration processorTime() {
        return browser()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Main memory of the process that shows the page, the largest of its kind, in bytes; 0 without Linux. */
    static long residentBytes() {
        return browser().mapToLong(OpenPage::residentBytesOfPage).max().orElse(0);
    }

    private static Stream<ProcessHandle> browser() {
        return ProcessHandle.current().descendants();
    }

    /** 0 for a process that shows no page. {@link ProcessHandle} does not report long command lines. */
    private static long residentBytesOfPage(ProcessHandle process) {
        Path directory = Path.of("/proc", String.valueOf(process.pid()));
        try {
            if (!Files.readString(directory.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .contains("--type=renderer")) {
                return 0;
            }
            String[] pages = Files.readString(directory.resolve("statm")).split(" ", -1);
            return Long.parseLong(pages[1]) * PAGE_BYTES;
        } catch (IOException e) {
            return 0; // has just ended
        }
    }

    /** Simulates a user for a while: scrolls, looks into disagreements and at a chart, tries a text. */
    void use(int turn) {
        driver.executeScript(
                "document.getElementById(arguments[0]).scrollIntoView()", SECTIONS.get(turn % SECTIONS.size()));
        switch (turn % 4) {
            case 0 ->
                driver.executeScript(
                        "const cells = [...document.querySelectorAll('[data-cell]')].filter((cell) => cell.textContent !== '');"
                                + "cells[arguments[0] % Math.max(1, cells.length)]?.click()",
                        turn);
            case 1 -> driver.executeScript("document.querySelector('#confusion-drill .head button')?.click()");
            case 2 ->
                driver.executeScript("for (const svg of document.querySelectorAll('.chart svg')) {"
                        + "for (let x = 60; x < 300; x += 5) svg.dispatchEvent(new PointerEvent('pointermove', {clientX: x}));"
                        + "svg.dispatchEvent(new PointerEvent('pointerleave')) }");
            default ->
                driver.executeScript("document.querySelector('#try-form [data-sample]').click();"
                        + "document.querySelector('#try-form').requestSubmit()");
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
