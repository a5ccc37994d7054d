package dev.berth.profiler.engine.onnxruntime.worker;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The few calls of ONNX Runtime's Java API that are needed, by name: the library is fetched when it is first asked for,
 * so nothing here can be compiled against it.
 */
final class OrtLibrary {
    private static final String PACKAGE = "ai.onnxruntime.";

    private final Object environment;

    /**
     * Loads it.
     *
     * @throws OrtFault where it is not on the class path, or its native part cannot be loaded
     */
    OrtLibrary() throws OrtFault {
        useNativePartWhereItLies();
        environment = callStatic("OrtEnvironment", "getEnvironment");
    }

    /** Else the library would unpack it into the temporary folder. */
    private static void useNativePartWhereItLies() {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "linux-aarch64" : "linux-x64";
        URL folder = OrtLibrary.class.getClassLoader().getResource("ai/onnxruntime/native/" + architecture);
        if (folder != null) {
            System.setProperty(
                    "onnxruntime.native.path",
                    Path.of(URI.create(folder.toString())).toString());
        }
    }

    /** Its version. */
    String version() throws OrtFault {
        return String.valueOf(call(environment, "getVersion"));
    }

    /**
     * What a session is made with.
     *
     * @param threads that compute one operator, >= 1; operators come one after the other
     * @param cudaDevice number of a GPU; negative: the processor
     * @param profile where the library writes what its creation took: this path with a suffix of its own; empty: it
     *     takes no notes
     */
    Object options(int threads, int cudaDevice, Optional<Path> profile) throws OrtFault {
        Object options = construct("OrtSession$SessionOptions");
        call(options, "setIntraOpNumThreads", threads);
        call(options, "setInterOpNumThreads", 1);
        if (profile.isPresent()) {
            call(options, "enableProfiling", profile.get().toString());
        }
        if (cudaDevice >= 0) {
            addCuda(options, cudaDevice);
        }
        return options;
    }

    private static void addCuda(Object options, int cudaDevice) throws OrtFault {
        try {
            call(options, "addCUDA", cudaDevice);
        } catch (OrtFault fault) {
            throw new OrtFault(
                    fault.getMessage() + "; it needs the libraries of CUDA 12 and cuDNN 9 where the system looks for"
                            + " libraries (LD_LIBRARY_PATH), or measure on the processor with --device host",
                    fault);
        }
    }

    /** A session of a model's file. */
    Object session(Path model, Object options) throws OrtFault {
        return call(environment, "createSession", model.toString(), options);
    }

    /** Ends the profile of a session; where it was written. */
    static Path endProfiling(Object session) throws OrtFault {
        return Path.of(String.valueOf(call(session, "endProfiling")));
    }

    /**
     * An input of a model.
     *
     * @param name of the input
     * @param type element type, such as FLOAT or INT64
     * @param shape -1 where a dimension may vary
     * @param dimensions their names, empty where they have none
     */
    record Input(String name, Object type, List<Long> shape, List<String> dimensions) {}

    /** What a session asks for. */
    static List<Input> inputs(Object session) throws OrtFault {
        List<Input> inputs = new ArrayList<>();
        for (Object node : ((Map<?, ?>) call(session, "getInputInfo")).values()) {
            Object info = call(node, "getInfo");
            String name = String.valueOf(call(node, "getName"));
            if (!info.getClass().getSimpleName().equals("TensorInfo")) {
                throw new OrtFault("input " + name + " is no tensor but a "
                        + info.getClass().getSimpleName().replace("Info", "").toLowerCase(Locale.ROOT)
                        + ", which cannot be made up");
            }
            try {
                inputs.add(new Input(
                        name,
                        info.getClass().getField("type").get(info),
                        Arrays.stream((long[]) call(info, "getShape")).boxed().toList(),
                        Arrays.asList((String[]) call(info, "getDimensionNames"))));
            } catch (ReflectiveOperationException e) {
                throw new OrtFault("ONNX Runtime has another API than expected: " + e, e);
            }
        }
        return inputs;
    }

    /** A tensor over a direct buffer in native order. */
    Object tensor(ByteBuffer data, long[] shape, Object type) throws OrtFault {
        return callStatic("OnnxTensor", "createTensor", environment, data, shape, type);
    }

    /** Runs a session once and gives back what it brought. */
    static void run(Object session, Map<String, Object> inputs) throws OrtFault {
        call(call(session, "run", inputs), "close");
    }

    private static Class<?> type(String name) throws OrtFault {
        try {
            return Class.forName(PACKAGE + name);
        } catch (ClassNotFoundException e) {
            throw new OrtFault("ONNX Runtime is not on the class path", e);
        }
    }

    private static Object construct(String name) throws OrtFault {
        try {
            return type(name).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new OrtFault(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new OrtFault("ONNX Runtime has another API than expected: " + e, e);
        }
    }

    private static Object callStatic(String type, String method, Object... arguments) throws OrtFault {
        return call(type(type), null, method, arguments);
    }

    private static Object call(Object target, String method, Object... arguments) throws OrtFault {
        return call(target.getClass(), target, method, arguments);
    }

    private static Object call(Class<?> type, Object target, String name, Object... arguments) throws OrtFault {
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && takes(method.getParameterTypes(), arguments)) {
                try {
                    return method.invoke(target, arguments);
                } catch (InvocationTargetException e) {
                    throw new OrtFault(e.getCause());
                } catch (IllegalAccessException e) {
                    throw new OrtFault("ONNX Runtime has another API than expected: " + e, e);
                }
            }
        }
        throw new OrtFault("ONNX Runtime has another API than expected: no " + type.getSimpleName() + "." + name
                + Arrays.toString(arguments));
    }

    private static boolean takes(Class<?>[] parameters, Object... arguments) {
        if (parameters.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < parameters.length; i++) {
            Class<?> boxed = parameters[i].isPrimitive()
                    ? Array.get(Array.newInstance(parameters[i], 1), 0).getClass()
                    : parameters[i];
            if (!boxed.isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }
}
