using System.Text.Json.Serialization;
using GpuFormer.Data;

namespace GpuFormer.Cli.Validation;

/// <summary>What ranks tell each other.</summary>
[JsonSerializable(typeof(Dictionary<int, IReadOnlyList<ObjectResult>>), TypeInfoPropertyName = "Found")]
[JsonSerializable(typeof(long[]), TypeInfoPropertyName = "Counts")]
internal sealed partial class ValidationJson : JsonSerializerContext;
