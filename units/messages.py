"""Sentences for people, next to no logic. Tests import the constants."""

JOB_GIVEN_UP = (
    "工作进程连续 {attempts} 次中断，已停止自动重试。请联系管理员查看日志后再点“重新运行”。"
)
JOB_UNEXPECTED = "系统内部错误，这项工作没有完成，已保存的数据没有受影响。请联系管理员查看日志。"
REGION_CODE_BAD = (
    "行政区划代码“{code}”不对：应为 6 位（县及以上）、9 位（乡级）或 12 位（村级）数字。"
)
REGION_UNKNOWN = "没有代码为“{code}”的行政区划。要新建，请写成“{code}:名称”。"
UNIT_UNKNOWN = "“{region}”没有叫“{unit}”的成员单位，请核对单位名称或代码。"
UNIT_AMBIGUOUS = "“{region}”有多个单位叫“{unit}”：{units}。请改用单位代码。"
SIGN_IN_WRONG = "用户名或密码不对。"
SIGN_IN_LEFT = "用户名或密码不对。再错 {left} 次将锁定 {minutes} 分钟。"
SIGN_IN_LOCKED = (
    "连续输错 {limit} 次，账号已锁定 {minutes} 分钟。请稍后再试，或请系统管理员解除锁定。"
)
SIGN_IN_CODE_NEEDED = "这个账号启用了动态口令，请输入手机上的 6 位数字。"
SIGN_IN_CODE_WRONG = "动态口令不对或已过期，请输入最新的 6 位数字。"
ACCOUNT_RENEWED = "密码已修改，下次登录请用新密码。"
RECORDS_TITLE = "目录与授权"
SYSTEM_NAME = "两纲监测评估系统"
RECORD_ADDED = "新增{kind}：{row}"
RECORD_CHANGED = "修改{kind}：{row}"
RECORD_DELETED = "删除{kind}：{row}"
