package dev.berth.profiler.model;

import java.util.ArrayList;
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
 * @param beside names to objects that are not loaded
 */
record TorchCheckpoint(Object model, Map<String, Object> beside) {
    private static final String STATE = "state_dict";

    /** Names under which trainers keep the model (PyTorch's tutorials, DeepSpeed, fairseq, BasicSR, timm). */
    private static final Set<String> MODELS =
            Set.of("model", "model_state_dict", "module", "net", "network", "params", "weights", "generator");

    private static final Pattern TRAINING =
            Pattern.compile("(?i).*optim.*|.*sched.*|.*scaler.*|.*rng.*|callbacks|loops|(.*_)?ema(_.*)?|.*teacher.*");

    private static final String AVERAGED = "model_ema.";

    static TorchCheckpoint of(Object root) {
        Map<String, Object> beside = new LinkedHashMap<>();
        Object model = root;
        while (model instanceof Map<?, ?> map && map.get(STATE) instanceof Map<?, ?> state && state != map) {
            leave(map, Set.of(STATE), beside);
            model = state;
        }
        if (model instanceof Map<?, ?> map && map.keySet().stream().anyMatch(TorchCheckpoint::isModel)) {
            model = without(map, key -> TRAINING.matcher(key).matches() && !MODELS.contains(key), beside);
        } else if (model instanceof Map<?, ?> map && averaged(map)) {
            model = without(map, key -> key.startsWith(AVERAGED), beside);
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

    /** Which names are left. */
    private interface Names {
        boolean leaves(String name);
    }

    private static Map<Object, Object> without(Map<?, ?> map, Names names, Map<String, Object> beside) {
        Map<Object, Object> rest = new LinkedHashMap<>();
        List<Object> averages = new ArrayList<>();
        map.forEach((key, value) -> {
            if (key instanceof String name && name.startsWith(AVERAGED) && names.leaves(name)) {
                averages.add(value);
            } else if (key instanceof String name && names.leaves(name)) {
                beside.put(name, value);
            } else {
                rest.put(key, value);
            }
        });
        if (!averages.isEmpty()) {
            beside.put(AVERAGED + "*", averages);
        }
        return rest;
    }

    private static void leave(Map<?, ?> map, Set<String> taken, Map<String, Object> beside) {
        map.forEach((key, value) -> {
            if (key instanceof String name && !taken.contains(name)) {
                beside.put(name, value);
            }
        });
    }
}
