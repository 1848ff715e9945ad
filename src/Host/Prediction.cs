namespace GpuFormer;

/// <summary>One class that a picture may belong to.</summary>
/// <param name="ClassIndex">From 0.</param>
/// <param name="Label">The class's name, or "class 123" where names are not known.</param>
/// <param name="Probability">Its share after soft-max, 0 to 1.</param>
public readonly record struct Prediction(int ClassIndex, string Label, float Probability);
