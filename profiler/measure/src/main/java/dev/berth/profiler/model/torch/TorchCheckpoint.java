package dev.berth.profiler.model.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of an unpickled checkpoint is the model, and what the training left beside it. Loaders descend into
 * {@code state_dict} as long as there is one and leave the averaged copy {@code model_ema.} (Diffusers,
 * loaders/single_file_utils.py); trainers keep the model under a name of its own beside the optimizer's state.
 *
 * @param model the objects that hold the weights
 * @param beside objects that are not loaded
 */
record TorchCheckpoint(Object model, List<Beside> beside) {
    private static final String STATE = "state_dict";
    private static final String TRAINING_STATE = "state of training";

    /** Of BasicSR's two copies of a network Real-ESRGAN and what follows it load the averaged one. */
    private static final String PARAMS = "params";

    private static final String PARAMS_AVERAGED = "params_ema";

    /** Names under which trainers keep the model (PyTorch's tutorials, DeepSpeed, fairseq, BasicSR, timm). */
    private static final Set<String> MODELS = Set.of(
            "model", "model_state_dict", "module", "net", "network", PARAMS, PARAMS_AVERAGED, "weights", "generator");

    private static final Pattern TRAINING =
            Pattern.compile("(?i).*optim.*|.*sched.*|.*scaler.*|.*rng.*|callbacks|loops|(.*_)?ema(_.*)?|.*teacher.*");

    /** What is no model even where nothing beside it is known to be one. */
    private static final Pattern OPTIMIZER = Pattern.compile("(?i).*optim.*");

    private static final String AVERAGED = "model_ema.";

    /**
     * What is not loaded.
     *
     * @param name where in the checkpoint
     * @param value the objects
     * @param why what they are
     */
    record Beside(String name, Object value, String why) {}

    static TorchCheckpoint of(Object root) {
        List<Beside> beside = new ArrayList<>();
        Object model = root;
        // Hostile ones lead in a circle.
        Set<Object> passed = Collections.newSetFromMap(new IdentityHashMap<>());
        passed.add(root);
        while (model instanceof Map<?, ?> map && map.get(STATE) instanceof Map<?, ?> state && passed.add(state)) {
            leave(map, Set.of(STATE), beside);
            model = state;
        }
        if (model instanceof Map<?, ?> map && map.keySet().stream().anyMatch(TorchCheckpoint::isModel)) {
            model = without(map, (key, value) -> TRAINING.matcher(key).matches() && !MODELS.contains(key), beside);
        } else if (model instanceof Map<?, ?> map && averaged(map)) {
            model = without(map, (key, value) -> key.startsWith(AVERAGED), beside);
        } else if (model instanceof Map<?, ?> map) {
            // A tensor of such a name is a weight: state is kept in containers.
            model = without(
                    map,
                    (key, value) -> OPTIMIZER.matcher(key).matches() && (value instanceof Map || value instanceof List),
                    beside);
        }
        if (model instanceof Map<?, ?> map && map.get(PARAMS_AVERAGED) instanceof Map && map.containsKey(PARAMS)) {
            beside.add(new Beside(PARAMS, map.get(PARAMS), "the weights without averaging"));
            model = without(map, (key, value) -> key.equals(PARAMS), new ArrayList<>());
        }
        return new TorchCheckpoint(model, beside);
    }

    private static boolean isModel(Object key) {
        return key instanceof String name && MODELS.contains(name);
    }

    /** Whether there are weights and averages of them. */
    private static boolean averaged(Map<?, ?> map) {
        boolean plain = map.keySet().stream().anyMatch(key -> key instanceof String name && name.startsWith("model."));
        return plain && map.keySet().stream().anyMatch(key -> key instanceof String name && name.startsWith(AVERAGED));
    }

    /** Which entries are left. */
    private interface Entries {
        boolean leaves(String name, Object value);
    }

    /** The map itself where nothing is left, so that whatever leads to it still does. */
    private static Map<?, ?> without(Map<?, ?> map, Entries entries, List<Beside> beside) {
        Map<Object, Object> rest = new LinkedHashMap<>();
        List<Object> averages = new ArrayList<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name && entries.leaves(name, value))) {
                rest.put(key, value);
            } else if (name.startsWith(AVERAGED)) {
                averages.add(value);
            } else {
                beside.add(new Beside(name, value, TRAINING_STATE));
            }
        });
        if (!averages.isEmpty()) {
            beside.add(new Beside(AVERAGED + "*", averages, TRAINING_STATE));
        }
        return rest.size() == map.size() ? map : rest;
    }

    private static void leave(Map<?, ?> map, Set<String> taken, List<Beside> beside) {
        map.forEach((key, value) -> {
            if (key instanceof String name && !taken.contains(name)) {
                beside.add(new Beside(name, value, TRAINING_STATE));
            }
        });
    }
}
