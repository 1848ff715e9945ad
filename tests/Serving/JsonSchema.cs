using System.Text.Json;
using Xunit;

namespace GpuFormer.Tests.Serving;

/// <summary>Checks JSON against the part of JSON Schema that the description of the server uses; any other keyword fails.
/// </summary>
internal sealed class JsonSchema(JsonElement document)
{
    private const string Reference = "#/components/schemas/";

    /// <summary>Fails unless a value is what the named schema says.</summary>
    public void Check(JsonElement value, string schema) =>
        Assert.Null(Find(value, Schema(schema), "$"));

    /// <summary>What is wrong with a value, or null.</summary>
    public string? Find(JsonElement value, JsonElement schema, string place)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            var fault = rule.Name switch
            {
                "$ref" => Find(value, Schema(rule.Value.GetString()![Reference.Length..]), place),
                "type" => HasType(value, rule.Value) ? null : $"{place} is no {rule.Value}",
                "enum" => rule.Value.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value))
                    ? null : $"{place} is none of {rule.Value}",
                "required" => rule.Value.EnumerateArray().Select(name => name.GetString()!)
                    .FirstOrDefault(name => !value.TryGetProperty(name, out _)) is { } missing
                    ? $"{place} lacks {missing}" : null,
                "properties" => value.EnumerateObject()
                    .Select(field => rule.Value.TryGetProperty(field.Name, out var of)
                        ? Find(field.Value, of, $"{place}.{field.Name}") : null).FirstOrDefault(found => found is not null),
                "additionalProperties" => More(value, schema, rule.Value, place),
                "items" => value.EnumerateArray().Select((item, i) => Find(item, rule.Value, $"{place}[{i}]"))
                    .FirstOrDefault(found => found is not null),
                "minItems" => value.GetArrayLength() >= rule.Value.GetInt32() ? null : $"{place} has too few items",
                "maxItems" => value.GetArrayLength() <= rule.Value.GetInt32() ? null : $"{place} has too many items",
                "minimum" => value.GetDouble() >= rule.Value.GetDouble() ? null : $"{place} is too small",
                "maximum" => value.GetDouble() <= rule.Value.GetDouble() ? null : $"{place} is too large",
                "oneOf" => rule.Value.EnumerateArray().Count(one => Find(value, one, place) is null) == 1
                    ? null : $"{place} fits not just one of {rule.Value}",
                "description" or "format" or "default" => null,
                _ => throw new InvalidOperationException($"The schema says {rule.Name}, which nobody checks."),
            };
            if (fault is not null)
                return fault;
        }

        return null;
    }

    private JsonElement Schema(string name) =>
        document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private string? More(JsonElement value, JsonElement schema, JsonElement rule, string place)
    {
        foreach (var field in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(field.Name, out _))
                continue;
            if (rule.ValueKind == JsonValueKind.False)
                return $"{place} has {field.Name}, of which the schema says nothing";
            if (Find(field.Value, rule, $"{place}.{field.Name}") is { } fault)
                return fault;
        }

        return null;
    }

    private static bool HasType(JsonElement value, JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => HasType(value, one))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            var other => throw new InvalidOperationException($"Nobody checks the type {other}."),
        };
}
