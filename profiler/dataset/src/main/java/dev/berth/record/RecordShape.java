package dev.berth.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.schema.Beside;
import dev.berth.schema.MayHaveGaps;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a record looks like in JSON: its keys are its components, in their order. A component that was renamed keeps the
 * key of the files that are there, by {@code @JsonProperty("key")}.
 */
public final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final RecordComponent[] components;
    private final Map<String, Integer> indexByKey = new LinkedHashMap<>();
    private final Constructor<?> constructor;

    private RecordShape(Class<?> type) {
        components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            indexByKey.put(key(components[i]), i);
        }
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record has a canonical constructor: " + type, e);
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /** The components of a record, and of those whose keys lie beside its own. */
    public static List<RecordComponent> components(Class<?> type) {
        List<RecordComponent> components = new ArrayList<>(List.of(type.getRecordComponents()));
        if (type.isAnnotationPresent(Beside.class)) {
            components.addAll(components(type.getAnnotation(Beside.class).value()));
        }
        return components;
    }

    /** The keys of a record, and those that lie beside its own. */
    public static Set<String> keys(Class<?> type) {
        return components(type).stream().map(RecordShape::key).collect(Collectors.toUnmodifiableSet());
    }

    int size() {
        return components.length;
    }

    List<String> keys() {
        return List.copyOf(indexByKey.keySet());
    }

    /** Index of the component, or -1 where the record has none of that name. */
    int index(String key) {
        return indexByKey.getOrDefault(key, -1);
    }

    String key(int index) {
        return key(components[index]);
    }

    /** The key of a component; the annotation has no place on the component itself, and is found on its accessor. */
    static String key(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? component.getName() : named.value();
    }

    Type type(int index) {
        return components[index].getGenericType();
    }

    boolean mayBeNull(int index) {
        return components[index].isAnnotationPresent(MayBeNull.class);
    }

    boolean mayHaveGaps(int index) {
        return components[index].isAnnotationPresent(MayHaveGaps.class);
    }

    boolean mayBeAbsent(int index) {
        return components[index].isAnnotationPresent(MayBeAbsent.class);
    }

    /** @throws RuntimeException what the record's constructor throws */
    Object construct(Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("record cannot be constructed: " + constructor, e);
        }
    }

    /** The constants of an enum by their name in JSON. */
    static Map<String, Object> labels(Class<?> enumeration) {
        Map<String, Object> labels = new LinkedHashMap<>();
        for (Object constant : enumeration.getEnumConstants()) {
            labels.put(label((Enum<?>) constant), constant);
        }
        return labels;
    }

    /** The name of a constant in JSON. */
    public static String label(Enum<?> constant) {
        try {
            JsonProperty named =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return named == null ? constant.name() : named.value();
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }
}
