package dev.berth.optimizer.report.page;

import dev.berth.text.VisibleText;

/** Text in HTML and XML. */
public final class Markup {
    private Markup() {}

    /** Text as XML and HTML take it, attribute values included. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (char c : VisibleText.of(text).toCharArray()) {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
