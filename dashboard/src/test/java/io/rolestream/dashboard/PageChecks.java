package io.rolestream.dashboard;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;
import java.util.Set;

/** What every page must be, whatever it shows. */
final class PageChecks {
    private PageChecks() {}

    /** Whatever the figures are: a slow machine may have nothing to label for a minute. */
    static void awaitNews(Chromium browser) {
        browser.await(
                "the page hears from the server",
                () -> !Set.of("waiting", "lost").contains(browser.attribute("#state", "data-level")));
    }

    /**
     * The elements that are wider than the window, whatever a phone widens it to; those in a box that scrolls aside.
     */
    static String wider(Chromium browser) {
        return browser.script("""
                const end = document.documentElement.clientWidth + 1;
                const hidden = (element) => element && element !== document.body
                  && (getComputedStyle(element).overflowX !== 'visible' || hidden(element.parentElement));
                return [...document.body.querySelectorAll('*')]
                  .filter((element) => element.getBoundingClientRect().right > end && !hidden(element.parentElement))
                  .slice(0, 5)
                  .map((element) => `${element.tagName} ${element.id} ${element.className} ${element.textContent.slice(0, 40)}`)
                  .join('; ');""");
    }

    /** Texts of these charts that cover another, or leave the chart. */
    static String overlapping(Chromium browser, String charts) {
        return browser.script("""
                const found = [];
                for (const chart of document.querySelectorAll('%s')) {
                  const box = chart.getBoundingClientRect();
                  const texts = [...chart.querySelectorAll('text')]
                    .filter((text) => text.textContent.trim() !== '' && getComputedStyle(text).visibility === 'visible')
                    .map((text) => ({ name: text.textContent, at: text.getBoundingClientRect() }));
                  texts.forEach(({ name, at }, i) => {
                    if (at.left < box.left - 1 || at.right > box.right + 1) found.push(`${name} leaves`);
                    texts.slice(i + 1)
                      .filter((other) => at.left < other.at.right && other.at.left < at.right
                        && at.top + 2 < other.at.bottom && other.at.top + 2 < at.bottom)
                      .forEach((other) => found.push(`${name} / ${other.name}`));
                  });
                }
                return found.join('; ');""".formatted(charts));
    }

    /** What axe finds, by the rules of WCAG 2.1 A and AA. */
    static List<String> violations(Chromium browser) {
        Results results = new AxeBuilder()
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                .analyze(browser.driver());
        return results.getViolations().stream()
                .filter(violation -> Set.of("serious", "critical", "moderate").contains(violation.getImpact()))
                .map(violation -> violation.getId() + ": " + violation.getHelp() + " "
                        + violation.getNodes().stream()
                                .limit(3)
                                .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                .toList())
                .toList();
    }
}
