package dev.berth.profiler.model.header;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.ModelFaultException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Shapes of tensors, checked for sign and overflow. */
public final class Shapes {
    private static final int MAX_RANK = 64;

    private Shapes() {}

    public static List<Long> read(HeaderFile in, JsonNode shape) throws ModelFaultException {
        if (!shape.isArray() || shape.size() > MAX_RANK) {
            throw in.fault("shape " + shape.getNodeType(), "an array of at most " + MAX_RANK + " lengths");
        }
        List<Long> lengths = new ArrayList<>();
        for (JsonNode length : shape) {
            if (!length.isIntegralNumber() || !length.canConvertToLong() || length.asLong() < 0) {
                throw in.fault("shape " + shape, "lengths that are integers >= 0");
            }
            lengths.add(length.asLong());
        }
        return List.copyOf(lengths);
    }

    /** Reads the array that follows. */
    public static List<Long> read(HeaderFile in, JsonParser json) throws IOException, ModelFaultException {
        String place = json.currentName();
        List<Long> lengths = new ArrayList<>();
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw in.fault(place + " is " + JsonText.describe(json.currentToken()), "an array of integers >= 0");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            lengths.add(JsonText.natural(in, json, place + " of integers >= 0, below 2^63"));
            if (lengths.size() > MAX_RANK) {
                throw in.fault(place + " of more than " + MAX_RANK + " lengths", "at most that many");
            }
        }
        return List.copyOf(lengths);
    }

    /** Product of the lengths. */
    public static long elements(HeaderFile in, List<Long> shape) throws ModelFaultException {
        long product = 1;
        try {
            for (long length : shape) {
                product = Math.multiplyExact(product, length);
            }
        } catch (ArithmeticException overflow) {
            throw in.fault("shape " + shape, "fewer than 2^63 elements");
        }
        if (product < 0) {
            throw in.fault("shape " + shape, "lengths >= 0");
        }
        return product;
    }

    /** Bytes where the last block may be filled up. */
    public static long paddedBytes(HeaderFile in, ElementType type, long elements) throws ModelFaultException {
        try {
            return type.paddedBytes(elements);
        } catch (ArithmeticException overflow) {
            throw in.fault(elements + " elements of " + type.name(), "fewer than 2^63 bytes");
        }
    }

    public static long bytes(HeaderFile in, ElementType type, long elements) throws ModelFaultException {
        try {
            return type.bytes(elements);
        } catch (ArithmeticException overflow) {
            throw in.fault(elements + " elements of " + type.name(), "whole blocks, fewer than 2^63 bytes");
        }
    }
}
