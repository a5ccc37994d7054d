package dev.berth.optimizer.report.page;

import java.util.List;

/**
 * What stands under one heading.
 *
 * @param id unique on its page, for links
 * @param heading plain text
 * @param parts in order
 */
public record Block(String id, String heading, List<Part> parts) {
    public Block {
        parts = List.copyOf(parts);
    }
}
