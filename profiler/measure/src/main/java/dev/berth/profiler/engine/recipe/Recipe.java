package dev.berth.profiler.engine.recipe;

import com.fasterxml.jackson.core.JsonPointer;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;
import dev.berth.schema.Text;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

@Description("How a serving command is started, known to be ready, asked, and stopped. In its texts {model} stands for "
        + "the model's file or folder, {folder} for the folder that holds it, {name} for its last name, {port} for a free "
        + "port, {threads} for the number of threads, {dir} for an empty folder that is removed after the run, {home} for "
        + "the folder that setup fills, {steps} for the steps that a request asks for, {java} for the Java that runs "
        + "Berth, {classes} for Berth's own classes, {onnxruntime} for a folder with the classes of ONNX Runtime, which is "
        + "fetched through Maven where a command or variable has this word.")
@SchemaVersion(value = Recipe.SCHEMA_VERSION, remedy = "write it anew")
public record Recipe(
        @Description("version of this format; readers refuse what they do not know")
        int schemaVersion,

        @Description("its name in rows and tables") @Text("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
        String name,

        @Description("what it serves and what it needs, in words for people") @Text
        String about,

        @Description("program and arguments; no shell reads them") @NotEmpty
        List<String> command,

        @Description("variables put into its environment, which else is Berth's own") @MayBeAbsent
        SortedMap<String, String> environment,

        @Description("threads that compute, unless --threads says otherwise")
        @Range(least = 1, most = Recipe.MOST_THREADS)
        int threads,

        @Description("what fetches or builds what the command needs, once for all runs") @MayBeAbsent
        Setup setup,

        @Description("lines of its output that end a stage of the start, in their order") @MayBeAbsent
        List<StageMark> stages,

        @Description("when it is ready to serve") Readiness ready,

        @Description("how it is asked; where left out, only the start is timed") @MayBeAbsent
        Probe probe,

        @Description("how it is stopped; where left out, by TERM, and by force after 10 seconds") @MayBeAbsent
        Stop stop) {
    /** Version this code reads. */
    public static final int SCHEMA_VERSION = 1;

    /** The JSON Schema of recipes. */
    public static final Schema SCHEMA = new Schema("recipe", "Berth recipe", Recipe.class);

    /** Most threads that may be asked for. */
    public static final int MOST_THREADS = 1024;

    static final int MOST_SECONDS = 86_400;
    static final int MOST_REQUESTS = 1000;
    static final int MOST_STAGES = 32;

    private static final Pattern NAME = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$");

    public Recipe {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        if (!NAME.matcher(Require.present("name", name)).find()) {
            throw new ComponentException(
                    "name", "\"" + name + "\"", "letters, digits, dots, underscores and hyphens, at most 64");
        }
        Require.text("about", about);
        command = words("command", command);
        environment = environment == null
                ? Require.map("environment", new TreeMap<String, String>())
                : Require.map("environment", environment);
        between("threads", threads, 1, MOST_THREADS);
        stages = stages == null ? List.of() : Require.list("stages", stages);
        if (stages.size() > MOST_STAGES) {
            throw new ComponentException("stages", stages.size() + " of them", "at most " + MOST_STAGES);
        }
        Require.distinct("stages", stages, StageMark::name);
        Require.present("ready", ready);
        stop = stop == null ? new Stop(null, null) : stop;
    }

    private static List<String> words(String component, List<String> words) {
        List<String> copy = Require.list(component, words);
        if (copy.isEmpty()) {
            throw new ComponentException(component, "[]", "a program and its arguments");
        }
        return copy;
    }

    private static int between(String component, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ComponentException(component, value, least + " to " + most);
        }
        return value;
    }

    /** The same with another number of threads. */
    public Recipe with(int otherThreads) {
        return new Recipe(
                schemaVersion, name, about, command, environment, otherThreads, setup, stages, ready, probe, stop);
    }

    /** The same whose probe varies its steps. */
    public Recipe varying(List<Integer> steps) {
        return new Recipe(
                schemaVersion,
                name,
                about,
                command,
                environment,
                threads,
                setup,
                stages,
                ready,
                probe == null ? null : probe.varying(steps),
                stop);
    }

    @Description("What fetches or builds what a command needs: done once, its folder appears whole or not at all.")
    public record Setup(
            @Description("program and arguments; {home} is the folder to fill") @NotEmpty
            List<String> command,

            @Description("files beside the recipe that are copied into {home} afterwards") @MayBeAbsent
            List<String> files,

            @Description("how long it may take; 1200 where left out")
            @Range(least = 1, most = Recipe.MOST_SECONDS)
            @MayBeAbsent
            Integer timeoutSeconds) {
        private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

        public Setup {
            command = words("command", command);
            files = files == null ? List.of() : Require.list("files", files);
            for (String file : files) {
                if (!FILE.matcher(file).matches()) {
                    throw new ComponentException("files", "\"" + file + "\"", "plain names of files beside the recipe");
                }
            }
            timeoutSeconds = timeoutSeconds == null ? Integer.valueOf(1200) : timeoutSeconds;
            between("timeoutSeconds", timeoutSeconds, 1, MOST_SECONDS);
        }
    }

    @Description("A line of output that ends a stage of the start.")
    public record StageMark(
            @Description("what was done until then") @Text String name,

            @Description("regular expression that is found in the line") @Text
            String output) {
        public StageMark {
            Require.text("name", name);
            requirePattern("output", output);
        }

        /** What is looked for. */
        public Pattern pattern() {
            return Pattern.compile(output);
        }
    }

    private static void requirePattern(String component, String text) {
        try {
            Pattern.compile(Require.text(component, text));
        } catch (PatternSyntaxException e) {
            throw new ComponentException(
                    component, "\"" + text + "\"", "a regular expression: " + e.getDescription(), e);
        }
    }

    @Description("When a command is ready to serve: by its output, by an answer, or by a file; one of them.")
    @Rule("{\"oneOf\":[{\"required\":[\"output\"]},{\"required\":[\"http\"]},{\"required\":[\"file\"]}]}")
    public record Readiness(
            @Description("regular expression that is found in a line of its output") @Text @MayBeAbsent
            String output,

            @Description("request that is answered as expected") @MayBeAbsent
            HttpRequest http,

            @Description("file that is there") @Text @MayBeAbsent
            String file,

            @Description("how long it may take; 600 where left out")
            @Range(least = 1, most = Recipe.MOST_SECONDS)
            @MayBeAbsent
            Integer timeoutSeconds) {
        public Readiness {
            int ways = (output == null ? 0 : 1) + (http == null ? 0 : 1) + (file == null ? 0 : 1);
            if (ways != 1) {
                throw new IllegalArgumentException(
                        "has " + ways + " of output, http and file, expected one of them: how it is known to be ready");
            }
            if (output != null) {
                requirePattern("output", output);
            }
            if (file != null) {
                Require.text("file", file);
            }
            timeoutSeconds = timeoutSeconds == null ? Integer.valueOf(600) : timeoutSeconds;
            between("timeoutSeconds", timeoutSeconds, 1, MOST_SECONDS);
        }
    }

    @Description("A request to http://127.0.0.1:{port}, and the answer it should get.")
    public record HttpRequest(
            @Description("GET, POST or PUT; GET where left out") @OneOf("GET|POST|PUT") @MayBeAbsent
            String method,

            @Description("path and query, from its slash on") @Text("^/")
            String path,

            @Description("headers; Content-Type is application/json where there is a body and left out") @MayBeAbsent
            SortedMap<String, String> headers,

            @Description("what is sent; nothing where left out") @MayBeAbsent
            String body,

            @Description("status of the answer; 200 where left out") @Range(least = 100, most = 599) @MayBeAbsent
            Integer status) {
        private static final List<String> METHODS = List.of("GET", "POST", "PUT");

        public HttpRequest {
            method = method == null ? "GET" : Require.oneOf("method", method, METHODS);
            if (!Require.present("path", path).startsWith("/")) {
                throw new ComponentException("path", "\"" + path + "\"", "a path that begins with /");
            }
            headers = Require.map("headers", headers == null ? new TreeMap<String, String>() : headers);
            body = body == null ? "" : body;
            status = status == null ? Integer.valueOf(200) : status;
            between("status", status, 100, 599);
        }
    }

    @Description("How a command is asked once it is ready: by HTTP or by a command; one of them.")
    @Rule("{\"oneOf\":[{\"required\":[\"http\"]},{\"required\":[\"command\"]}]}")
    public record Probe(
            @Description("request whose whole answer is waited for") @MayBeAbsent
            HttpRequest http,

            @Description("program and arguments, which end with status 0 once they were answered") @MayBeAbsent
            List<String> command,

            @Description("where the answer, as JSON, tells how many tokens it has: a JSON pointer such as"
                    + " /usage/completion_tokens; not told where left out")
            @Text("^/")
            @MayBeAbsent
            String tokens,

            @Description("steps, or tokens, that requests ask for; 1 where left out; --probe-steps adds others")
            @Range(least = 1, most = 1_000_000)
            @MayBeAbsent
            Integer steps,

            @Description("later requests of each number of steps; 5 where left out")
            @Range(least = 0, most = Recipe.MOST_REQUESTS)
            @MayBeAbsent
            Integer requests,

            @Description("how long a request may take; 600 where left out")
            @Range(least = 1, most = Recipe.MOST_SECONDS)
            @MayBeAbsent
            Integer timeoutSeconds,

            @Description("other numbers of steps that later requests ask for, to find out what a step costs")
            @Range(least = 1, most = 1_000_000)
            @MayBeAbsent
            List<Integer> otherSteps) {
        private static final int MOST_STEPS = 1_000_000;
        private static final int MOST_OTHERS = 32;

        public Probe {
            if ((http == null) == (command == null)) {
                throw new IllegalArgumentException("has " + (http == null ? "neither" : "both")
                        + " of http and command, expected one of them: how it is asked");
            }
            command = command == null ? null : words("command", command);
            if (tokens != null) {
                pointer(tokens);
            }
            steps = steps == null ? Integer.valueOf(1) : steps;
            between("steps", steps, 1, MOST_STEPS);
            requests = requests == null ? Integer.valueOf(5) : requests;
            between("requests", requests, 0, MOST_REQUESTS);
            timeoutSeconds = timeoutSeconds == null ? Integer.valueOf(600) : timeoutSeconds;
            between("timeoutSeconds", timeoutSeconds, 1, MOST_SECONDS);
            otherSteps = otherSteps == null ? List.of() : Require.list("otherSteps", otherSteps);
            if (otherSteps.size() > MOST_OTHERS) {
                throw new ComponentException("otherSteps", otherSteps.size() + " of them", "at most " + MOST_OTHERS);
            }
            for (int other : otherSteps) {
                between("otherSteps", other, 1, MOST_STEPS);
            }
        }

        private static void pointer(String tokens) {
            try {
                JsonPointer.compile(tokens);
            } catch (IllegalArgumentException e) {
                throw new ComponentException(
                        "tokens", "\"" + tokens + "\"", "a JSON pointer such as /usage/completion_tokens", e);
            }
        }

        private Probe varying(List<Integer> others) {
            return new Probe(
                    http,
                    command,
                    tokens,
                    steps,
                    requests,
                    timeoutSeconds,
                    others.stream().filter(other -> !other.equals(steps)).toList());
        }
    }

    @Description("How a command is stopped.")
    public record Stop(
            @Description("what all its processes get; TERM where left out")
            @OneOf("TERM|INT|HUP|QUIT|KILL")
            @MayBeAbsent
            String signal,

            @Description("how long they may take before they are ended by force; 10 where left out")
            @Range(least = 0, most = Recipe.MOST_SECONDS)
            @MayBeAbsent
            Integer graceSeconds) {
        private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP", "QUIT", "KILL");

        public Stop {
            signal = signal == null ? "TERM" : Require.oneOf("signal", signal, SIGNALS);
            graceSeconds = graceSeconds == null ? Integer.valueOf(10) : graceSeconds;
            between("graceSeconds", graceSeconds, 0, MOST_SECONDS);
        }
    }
}
