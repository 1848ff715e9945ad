namespace GpuFormer.Kernels.Language;

/// <summary>
/// Marks a <c>static void</c> method as a kernel: a program that every thread of a grid runs. Parameters are views,
/// scalars and structs of those; everything a kernel calls is inlined.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelAttribute : Attribute;

/// <summary>
/// Marks an <c>int</c> or <c>bool</c> kernel parameter as a compile-time constant: each set of values is a
/// specialisation of its own, folded before anything else runs.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ConstantAttribute : Attribute;
