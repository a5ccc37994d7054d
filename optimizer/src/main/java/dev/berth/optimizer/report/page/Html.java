package dev.berth.optimizer.report.page;

import java.util.function.Consumer;

/** HTML being written: every text and every attribute is escaped. */
final class Html {
    private final StringBuilder html = new StringBuilder();

    /**
     * An element's beginning.
     *
     * @param attributes name and value by turns; those without a value are left out
     */
    Html open(String element, String... attributes) {
        html.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                html.append(' ')
                        .append(attributes[i])
                        .append("=\"")
                        .append(Markup.escape(attributes[i + 1]))
                        .append('"');
            }
        }
        html.append('>');
        return this;
    }

    Html close(String element) {
        html.append("</").append(element).append('>');
        return this;
    }

    /** A whole element that holds text alone. */
    Html element(String element, String text, String... attributes) {
        open(element, attributes);
        html.append(Markup.escape(text));
        return close(element);
    }

    /** A whole element of parts. */
    Html around(String element, Consumer<Html> content, String... attributes) {
        open(element, attributes);
        content.accept(this);
        return close(element);
    }

    /** Text between elements. */
    Html text(String text) {
        html.append(Markup.escape(text));
        return this;
    }

    /** What is HTML already. */
    Html raw(String markup) {
        html.append(markup);
        return this;
    }

    Html line() {
        html.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
