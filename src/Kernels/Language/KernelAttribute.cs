namespace GpuFormer.Kernels.Language;

/// <summary>
/// Marks a <c>static void</c> method as a kernel: a program that every thread of a grid runs. Parameters are views,
/// scalars and structs of those; everything a kernel calls is inlined.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelAttribute : Attribute;

/// <summary>
/// Marks an <c>int</c> or <c>bool</c> kernel parameter as a compile-time constant: each set of values is a
/// specialisation of its own, folded before anything else runs. Kernels that users of ILGPU load take one
/// <see cref="ILGPU.Runtime.SpecializedValue{T}"/> of a struct of ints instead, which means the same.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ConstantAttribute : Attribute;

/// <summary>
/// Marks a struct that only gathers parameters of one kernel, since ILGPU's launchers take 14. Texts name its fields as
/// if they were parameters themselves; of any other struct, with the parameter's name before them.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class ArgumentsAttribute : Attribute;
