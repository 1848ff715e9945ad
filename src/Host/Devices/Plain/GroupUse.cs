using System.Reflection;
using System.Reflection.Emit;
using GpuFormer.Kernels.Language;

namespace GpuFormer.Devices.Plain;

/// <summary>
/// Finds out from the IL of a kernel, and of all it calls, whether threads of a group can meet: whether a barrier,
/// shared memory or an atomic is used. Where not, the threads may run one after the other.
/// </summary>
internal static class GroupUse
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF);

    public static bool IsIn(MethodInfo kernel)
    {
        var seen = new HashSet<MethodBase>();
        var pending = new Stack<MethodBase>([kernel]);
        while (pending.TryPop(out var method))
        {
            if (!seen.Add(method))
                continue;
            if (method.DeclaringType == typeof(Shared) || method.DeclaringType == typeof(Atomic)
                || (method.DeclaringType == typeof(Group) && method.Name == nameof(Group.Barrier)))
            {
                return true;
            }

            if (method.DeclaringType?.Assembly != typeof(object).Assembly)
                PushCallees(method, pending);
        }

        return false;
    }

    private static void PushCallees(MethodBase method, Stack<MethodBase> pending)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
            return;
        var typeArguments = method.DeclaringType?.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            var code = OpCodesByValue[il[at] == 0xFE ? 0xFE00 | il[at + 1] : il[at]];
            at += code.Size;
            if (code.OperandType == OperandType.InlineMethod)
            {
                var token = BitConverter.ToInt32(il, at);
                if (method.Module.ResolveMethod(token, typeArguments, methodArguments) is { } callee)
                    pending.Push(callee);
            }
            else if (code == OpCodes.Constrained)
            {
                // A static abstract member of a type argument: any method of that type may be the one.
                var type = method.Module.ResolveType(BitConverter.ToInt32(il, at), typeArguments, methodArguments);
                foreach (var member in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic
                    | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                {
                    pending.Push(member);
                }
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }
}
