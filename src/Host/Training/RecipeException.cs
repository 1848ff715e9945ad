namespace GpuFormer.Training;

/// <summary>A recipe asks for something impossible or unknown. The message says what to write instead.</summary>
public sealed class RecipeException(string message) : Exception(message);
