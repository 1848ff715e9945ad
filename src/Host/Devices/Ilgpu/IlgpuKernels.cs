using System.Globalization;
using System.Reflection;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.Frontend;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using CompiledKernel = ILGPU.Backends.CompiledKernel;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>
/// For programs that run the kernels of <c>GpuFormer.Kernels.Library</c> on an accelerator of ILGPU of their own. They
/// are ordinary kernels for explicitly grouped launches: <c>accelerator.LoadStreamKernel</c> takes those without shared
/// memory, and their constants as a <see cref="SpecializedValue{T}"/>. The others size their shared memory by the group,
/// which ILGPU must know when it compiles: <see cref="LoadSpecialisation{TLauncher}"/> takes all of them.
/// </summary>
public static class IlgpuKernels
{
    // Turns of a loop that is unrolled for PTX.
    private const int LongestUnrolledLoop = 64;

    /// <summary>
    /// Teaches the context that is being made what kernels need beyond ILGPU: a fused multiply-add on OpenCL and CUDA.
    /// </summary>
    /// <returns>The builder.</returns>
    public static Context.Builder EnableGpuFormerKernels(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        FusedMultiplyAdd.Register(builder);
        return builder;
    }

    /// <summary>Compiles a specialisation, for groups of its shape, and returns what launches it.</summary>
    /// <typeparam name="TLauncher">
    /// <see cref="Action"/> of <see cref="AcceleratorStream"/>, <see cref="KernelConfig"/> and the kernel's parameters
    /// without the constants. The configuration's group is that of the specialisation.
    /// </typeparam>
    /// <param name="accelerator">Of a context with <see cref="EnableGpuFormerKernels"/>.</param>
    /// <param name="specialisation">The kernel, its group and its constants.</param>
    /// <exception cref="KernelCompilationException">The kernel uses something that the language lacks.</exception>
    /// <exception cref="ArgumentException">Groups are larger than the accelerator's, or the launcher does not fit.</exception>
    public static TLauncher LoadSpecialisation<TLauncher>(this Accelerator accelerator, KernelSpecialisation specialisation)
        where TLauncher : Delegate
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(specialisation);
        if (specialisation.Group.Threads > accelerator.MaxNumThreadsPerGroup)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{specialisation} has groups of {specialisation.Group.Threads} threads; {accelerator.Name} takes "
                + $"{accelerator.MaxNumThreadsPerGroup}."));
        }

        var parameters = KernelSignature.Of(specialisation.Method).Arguments.Select(each => each.ParameterType);
        var given = typeof(TLauncher).GetMethod("Invoke")!.GetParameters().Select(each => each.ParameterType);
        if (!given.SequenceEqual([typeof(AcceleratorStream), typeof(KernelConfig), .. parameters]))
        {
            throw new ArgumentException($"{specialisation} is launched by an Action of AcceleratorStream, KernelConfig, "
                + $"{string.Join(", ", parameters.Select(type => type.Name))}, not by {typeof(TLauncher)}.");
        }

        // A kernel that ILGPU refuses leaves its context unusable, so that our front end looks first; it also names the
        // rule and the source line.
        KernelFrontEnd.Translate(specialisation);
        var compiled = Compile(accelerator.GetBackend(), EntryPoint.Wrap(specialisation), specialisation);
        return accelerator.LoadKernel(compiled).CreateLauncherDelegate<TLauncher>();
    }

    /// <summary>Generates code for a specialisation.</summary>
    /// <param name="backend">Of an accelerator, or without one.</param>
    /// <param name="method">What passes the constants to the kernel.</param>
    /// <param name="specialisation">The kernel.</param>
    internal static CompiledKernel Compile(
        Backend backend, MethodInfo method, KernelSpecialisation specialisation) =>
        backend.Compile(
            EntryPointDescription.FromExplicitlyGroupedKernel(method),
            new KernelSpecialization(specialisation.Group.Threads, null),
            new SpecialisationHook(specialisation, backend is PTXBackend ? LongestUnrolledLoop : 0));
}
