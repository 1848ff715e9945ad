using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuFormer.Kernels.Library;

namespace GpuFormer;

/// <summary>What the runtime must have, said before a kernel misses it deep in the compiler.</summary>
internal static class RuntimeSupport
{
    // In an array, and not named where its methods are asked for: else a trimmer would keep just what is looked at.
    private static readonly Type[] Probed = [typeof(Vector256), typeof(LayerNormKernels)];

    /// <exception cref="PlatformNotSupportedException">The program was published so that it cannot run kernels.</exception>
    public static void Require() => Require(RuntimeFeature.IsDynamicCodeSupported, IsWhole());

    internal static void Require(bool compiles, bool isWhole)
    {
        if (!compiles)
        {
            throw new PlatformNotSupportedException(
                "GpuFormer compiles its kernels while it runs, which Native AOT cannot do. Set the property PublishAot "
                + "to false (in a program of one file: #:property PublishAot=false) and publish again; ReadyToRun "
                + "(PublishReadyToRun=true) starts fast too.");
        }

        if (!isWhole)
        {
            throw new PlatformNotSupportedException(
                "This program was trimmed, and kernels or vector methods that GpuFormer finds at run time are gone. Set "
                + "the property PublishTrimmed to false, or keep GpuFormer, GpuFormer.Graph, GpuFormer.Kernels and "
                + "System.Private.CoreLib whole as TrimmerRootAssembly, as the NuGet package does.");
        }
    }

    private static bool IsWhole() =>
        Probed[0].GetMember(nameof(Vector256.Add), MemberTypes.Method, BindingFlags.Public | BindingFlags.Static).Length > 0
        && Probed[1].GetMethods().Any(method => method.IsStatic);
}
