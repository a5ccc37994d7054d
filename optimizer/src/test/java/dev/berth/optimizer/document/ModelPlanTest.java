package dev.berth.optimizer.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.optimizer.document.ModelPlan.ModeUse;
import dev.berth.optimizer.document.ModelPlan.Stretch;
import dev.berth.optimizer.problem.Residency;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelPlanTest {
    private static final List<ModeUse> MODES = List.of(
            new ModeUse("absent", Residency.ABSENT, 0, 0, 0, 0, List.of()),
            new ModeUse("small loaded", Residency.LOADED, 5, 7, 0, 0, List.of()));

    private static ModelPlan plan(Residency residency, String mode, List<ModeUse> modes) {
        return new ModelPlan("gpt2", 5, 7, 1, 1, 1, List.of(new Stretch(0, 3, residency, mode)), null, null, modes);
    }

    private static String fault(Residency residency, String mode, List<ModeUse> modes) {
        return assertThrows(IllegalArgumentException.class, () -> plan(residency, mode, modes))
                .getMessage();
    }

    @Test
    void aStretchIsInAModeOfTheModelAsThatIsKept() {
        assertEquals(
                7,
                plan(Residency.LOADED, "small loaded", MODES)
                        .use(new Stretch(0, 3, Residency.LOADED, "small loaded"))
                        .memoryBytes());
        assertEquals(
                "out of range: the stretch of gpt2 from slot 0 is loaded, mode large, expected one of absent; small loaded",
                fault(Residency.LOADED, "large", MODES));
        assertEquals(
                "out of range: the stretch of gpt2 from slot 0 is absent, mode small loaded, expected loaded, which that"
                        + " mode is",
                fault(Residency.ABSENT, "small loaded", MODES));
        assertEquals(
                "out of range: the stretch of gpt2 from slot 0 is loaded, mode large, expected none where the model has"
                        + " no modes",
                fault(Residency.LOADED, "large", List.of()));
    }
}
