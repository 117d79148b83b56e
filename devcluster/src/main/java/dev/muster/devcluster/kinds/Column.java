package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/**
 * A column of the tables that kubectl prints.
 *
 * @param type the type of its cells: string, integer, number, boolean, date
 * @param priority 0 for columns that are always shown, more for those of {@code -o wide}
 * @param cell the cell for an object; null or a missing node for an empty one
 */
public record Column(
    String name,
    String type,
    String format,
    String description,
    int priority,
    Function<ObjectNode, JsonNode> cell) {}
