package dev.berth.optimizer.report.page;

import java.util.List;

/**
 * What stands under one heading.
 *
 * @param id unique on its page, for links
 * @param group what it is; blocks of one group share a place in the page's contents
 * @param name what tells it from others of its group; empty where it is the only one
 * @param parts in order
 */
public record Block(String id, String group, String name, List<Part> parts) {
    public Block {
        parts = List.copyOf(parts);
    }

    /** Both, as they stand above it. */
    public String heading() {
        return name.isEmpty() ? group : group + ", " + name;
    }
}
